package words

import "datarocks/content"

var en, de = In(content.English), In(content.German)
