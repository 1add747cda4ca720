package render

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"sync"
)

// previewName is the picture that previews of the site's pages show. The words
// beside it are those of og:title.
const previewName = "preview.png"

// Its size in pixels, which the template "social" has too.
const (
	previewWidth  = 1200
	previewHeight = 630
)

// preview draws the site's mark: the four strokes of icon.svg.
var preview = sync.OnceValue(func() []byte {
	const scale = 18
	const left, top = (previewWidth - 22*scale) / 2, (previewHeight - 22*scale) / 2
	paper, ink := color.RGBA{0xf7, 0xf7, 0xf4, 0xff}, color.RGBA{0x12, 0x84, 0x3b, 0xff}
	img := image.NewPaletted(image.Rect(0, 0, previewWidth, previewHeight), shades(paper, ink))
	for _, stroke := range [4]struct{ x, top float64 }{{2, 9}, {8, 3}, {14, 11}, {20, 6}} {
		x, from, to := left+stroke.x*scale, top+stroke.top*scale, top+18.0*scale
		for py := int(from) - 2*scale; py < int(to)+2*scale; py++ {
			for px := int(x) - 2*scale; px < int(x)+2*scale; px++ {
				cx, cy := float64(px)+0.5, float64(py)+0.5
				distance := math.Hypot(cx-x, cy-math.Min(math.Max(cy, from), to))
				cover := math.Min(math.Max(1.5*scale+0.5-distance, 0), 1)
				img.SetColorIndex(px, py, uint8(math.Round(cover*lastShade)))
			}
		}
	}
	var file bytes.Buffer
	if err := png.Encode(&file, img); err != nil {
		panic(err) // a bytes.Buffer does not fail
	}
	return file.Bytes()
})

// lastShade makes a palette of 16 colours, of which two have room in a byte.
const lastShade = 15

// shades are the colours between two, for soft edges.
func shades(from, to color.RGBA) color.Palette {
	palette := make(color.Palette, lastShade+1)
	for i := range palette {
		mix := func(a, b uint8) uint8 { return uint8((int(a)*(lastShade-i) + int(b)*i) / lastShade) }
		palette[i] = color.RGBA{mix(from.R, to.R), mix(from.G, to.G), mix(from.B, to.B), 0xff}
	}
	return palette
}
