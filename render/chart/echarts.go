package chart

import (
	"encoding/json"
	"fmt"
	"html/template"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"datarocks/content"
)

// The live chart leaves these margins, in pixels, for the labels of the picture
// under it; the style sheet has the same.
const (
	marginLeft   = "52"
	marginRight  = "8"
	marginBottom = "22"
)

// chartOption returns the ECharts option of an artist's charts, which differ in
// their source only. The counts, their name, the days shown and the range are
// not in it: the page's script adds those of the source and the chosen window. A
// colour that begins with "$" is a token that the script resolves for light and
// dark; "$c" is the source's.
//
// Only the option comes from go-echarts. Its own HTML is never used: it would
// run a name that holds a script.
func chartOption(events []content.Event) map[string]any {
	const color = "$c"
	line := lineChart(opts.Grid{Left: marginLeft, Right: marginRight, Top: "0", Bottom: marginBottom}, false, opts.YAxis{
		Type:      "value",
		AxisLabel: &opts.AxisLabel{Show: opts.Bool(false)},
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
	})
	line.SetGlobalOptions(charts.WithDataZoomOpts(opts.DataZoom{Type: "inside", FilterMode: "none"}))
	addSeries(line, "gaps", opts.LineChart{ShowSymbol: opts.Bool(false), Symbol: "none"},
		charts.WithLineStyleOpts(opts.LineStyle{Color: color, Width: 1.5, Type: "dotted", Opacity: opts.Float(0.7)}),
	)
	addSeries(line, "lone", opts.LineChart{ShowSymbol: opts.Bool(true), Symbol: "circle", SymbolSize: 5},
		charts.WithLineStyleOpts(opts.LineStyle{Opacity: opts.Float(0)}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: color}),
	)
	addSeries(line, "", opts.LineChart{ShowSymbol: opts.Bool(false), Symbol: "circle", SymbolSize: 7},
		charts.WithLineStyleOpts(opts.LineStyle{Color: color, Width: 2}),
		charts.WithItemStyleOpts(opts.ItemStyle{Color: color}),
		charts.WithAreaStyleOpts(opts.AreaStyle{Color: color, Opacity: opts.Float(0.08)}),
		markEvents(events),
	)
	return optionOf(line)
}

// Option returns the option of the charts of an artist with such events, as JSON
// that cannot end the script it stands in: its encoder writes "<" as an escape.
func Option(events []content.Event) (template.JS, error) {
	data, err := json.Marshal(chartOption(events))
	if err != nil {
		return "", fmt.Errorf("chart: %w", err)
	}
	return template.JS(data), nil
}

// CompareOption returns the ECharts option of the chart that compares. Other than
// an artist's chart it lies on no picture, so it shows its own labels. Its only
// series is the model of each artist's line.
func CompareOption() map[string]any {
	line := lineChart(opts.Grid{Left: "76", Right: "26", Top: "10", Bottom: "26"}, true, opts.YAxis{
		Type:      "value",
		Scale:     opts.Bool(true),
		AxisLabel: axisLabel(true),
		SplitLine: &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "$grid"}},
	})
	addSeries(line, "", opts.LineChart{ShowSymbol: opts.Bool(false), Symbol: "circle", SymbolSize: 6},
		charts.WithLineStyleOpts(opts.LineStyle{Width: 2}),
	)
	return optionOf(line)
}

// lineChart returns what both options share: a chart over days, still without
// series.
func lineChart(grid opts.Grid, labels bool, y opts.YAxis) *charts.Line {
	line := charts.NewLine()
	line.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithGridOpts(grid),
		charts.WithXAxisOpts(opts.XAxis{
			Type:      "time",
			AxisLine:  &opts.AxisLine{Show: opts.Bool(false)},
			AxisTick:  &opts.AxisTick{Show: opts.Bool(false)},
			AxisLabel: axisLabel(labels),
			SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
		}),
		charts.WithYAxisOpts(y),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "axis"}),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true), Label: &opts.AriaLabel{Enabled: opts.Bool(true)}}),
	)
	return line
}

func axisLabel(show bool) *opts.AxisLabel {
	return &opts.AxisLabel{Show: opts.Bool(show), Color: "$muted", HideOverlap: opts.Bool(true)}
}

func addSeries(line *charts.Line, name string, style opts.LineChart, more ...charts.SeriesOpts) {
	line.AddSeries(name, nil, append([]charts.SeriesOpts{charts.WithLineChartOpts(style), charts.WithEncodeOpts(opts.Encode{X: 0, Y: 1})}, more...)...)
}

func optionOf(line *charts.Line) map[string]any {
	line.Accept(extras{})
	line.Validate()
	return line.JSON()
}

func markEvents(events []content.Event) charts.SeriesOpts {
	items := make([]opts.MarkLineNameXAxisItem, len(events))
	for i, event := range events {
		items[i] = opts.MarkLineNameXAxisItem{Name: event.Title, XAxis: event.Day.Time().UnixMilli()}
	}
	return charts.WithMarkLineNameXAxisItemOpts(items...)
}

// extras sets what ECharts 6 has and go-echarts has no field for, and drops what
// the bundle has no component for.
type extras struct {
	charts.BaseConfigurationVisitor
}

func (extras) Visit(option map[string]any) {
	option["useUTC"] = true
	for _, unused := range []string{"title", "legend", "toolbox", "color"} {
		delete(option, unused)
	}
}

// VisitGrid keeps the plot where the picture has it: ECharts 6 would move it to
// make room for labels.
func (extras) VisitGrid(grids []opts.Grid) any {
	type grid struct {
		opts.Grid
		OuterBoundsMode string `json:"outerBoundsMode"`
	}
	return grid{grids[0], "none"}
}
