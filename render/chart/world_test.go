package chart

import (
	"datarocks/content"
	"datarocks/render/words"
)

var en, de = words.In(content.English), words.In(content.German)
