package content

import "datarocks/content/name"

// NewID is name.ID.
//
//go:fix inline
func NewID(of string) string { return name.ID(of) }

// IsID is name.IsID.
//
//go:fix inline
func IsID(id string) bool { return name.IsID(id) }

// SameName is name.Same.
//
//go:fix inline
func SameName(a, b string) bool { return name.Same(a, b) }
