package notes

import "testing"

func TestHTML(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, source, want string }{
		{"text", "Formed in *1985*.\n", "<p>Formed in <em>1985</em>.</p>\n"},
		{"nothing", "", ""},
		{"raw HTML", "a <b onclick=x>b</b>\n\n<script>alert(1)</script>\n", "<p>a &lt;b onclick=x&gt;b&lt;/b&gt;</p>\n<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"},
		{"raw HTML before words", "<script>\nx()\n</script> **words**\n", "<p>&lt;script&gt;\nx()\n&lt;/script&gt; **words**</p>\n"},
		{"a comment", "a <!-- b --> c\n\n<!--\nd\n-->\n", "<p>a  c</p>\n"},
		{"a link that runs", "[a](javascript:alert(1)) [b](JavaScript:alert(1)) [c](data:text/html,x)", "<p><a href=\"\">a</a> <a href=\"\">b</a> <a href=\"\">c</a></p>\n"},
		{"a link", "https://example.org/?a=1&b=2", "<p><a href=\"https://example.org/?a=1&amp;b=2\">https://example.org/?a=1&amp;b=2</a></p>\n"},
		{"a picture", "![The *band*](https://example.org/band.jpg) ![](x.png)[![logo](a.png)](https://example.org/)", "<p>The <em>band</em> <a href=\"https://example.org/\">logo</a></p>\n"},
		{"an aligned table", "| a |\n|--:|\n| 1 |\n", "<table>\n<thead>\n<tr>\n<th align=\"right\">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"right\">1</td>\n</tr>\n</tbody>\n</table>\n"},
		{"headings", "# a\n\n## b\n\n# c\n\n### d\n", "<h3>a</h3>\n<h4>b</h4>\n<h3>c</h3>\n<h4>d</h4>\n"},
		{"low headings", "### a\n\n## b\n\n###### c\n\n> # d\n", "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>\n<blockquote>\n<h3>d</h3>\n</blockquote>\n"},
		{"deep headings", "# a\n## b\n### c\n#### d\n##### e\n", "<h3>a</h3>\n<h4>b</h4>\n<h5>c</h5>\n<h6>d</h6>\n<h6>e</h6>\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := HTML(test.source, 2, nil)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
