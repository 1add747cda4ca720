package fetchtest

import "cmp"

// Followers is a statement of P8687, how many followers an account had on a day
// (www.wikidata.org/wiki/Property:P8687). Zero fields are what most statements have:
// a plain number, a day, a normal rank.
type Followers struct {
	Amount    string // "+2260000"; "" is no value
	Unit      string // of the amount; "" is the unit 1
	Bound     string // the amount's upper bound; "" is none
	Day       string // "+2024-01-05T00:00:00Z"; "" is none
	Precision int    // of the day; 0 is that of days, 9 of years
	Rank      string // "" is normal

	// Qualifiers are property and value: which account it is.
	Qualifiers map[string]string
}

const (
	followersProperty = "P8687"
	pointInTime       = "P585"
	gregorian         = "http://www.wikidata.org/entity/Q1985727"
	ofDays            = 11 // the precision of a day
)

// statement is it as the API returns it.
func (f Followers) statement(id string) object {
	qualifiers := object{}
	for property, value := range f.Qualifiers {
		qualifiers[property] = []object{Claim{}.snak(property, value)}
	}
	if f.Day != "" {
		at := object{"time": f.Day, "timezone": 0, "before": 0, "after": 0, "precision": cmp.Or(f.Precision, ofDays), "calendarmodel": gregorian}
		qualifiers[pointInTime] = []object{{"snaktype": "value", "property": pointInTime, "datavalue": object{"value": at, "type": "time"}, "datatype": "time"}}
	}
	o := object{"mainsnak": f.quantity(), "type": "statement", "rank": cmp.Or(f.Rank, "normal"), "id": id, "references": []object{}}
	if len(qualifiers) > 0 {
		o["qualifiers"] = qualifiers
	}
	return o
}

func (f Followers) quantity() object {
	if f.Amount == "" {
		return object{"snaktype": "novalue", "property": followersProperty, "datatype": "quantity"}
	}
	amount := object{"amount": f.Amount, "unit": cmp.Or(f.Unit, "1")}
	if f.Bound != "" {
		amount["upperBound"], amount["lowerBound"] = f.Bound, f.Amount
	}
	return object{
		"snaktype": "value", "property": followersProperty, "datatype": "quantity",
		"datavalue": object{"value": amount, "type": "quantity"},
	}
}

// OddFollowers are statements that must not be taken for counts of an account of X on
// a day, each for a reason of its own. The last two are of one day and differ.
func OddFollowers(numericID string) []Followers {
	of := map[string]string{"P6552": numericID}
	const day = "+2021-03-04T00:00:00Z"
	return []Followers{
		{Amount: "+1001", Day: day, Rank: "deprecated", Qualifiers: of},
		{Amount: "+1002", Day: "+2021-00-00T00:00:00Z", Precision: 9, Qualifiers: of},
		{Amount: "+1003", Day: "+2021-03-00T00:00:00Z", Precision: 10, Qualifiers: of},
		{Amount: "+1004", Qualifiers: of},
		{Amount: "", Day: day, Qualifiers: of},
		{Amount: "+1005.5", Day: day, Qualifiers: of},
		{Amount: "-1006", Day: day, Qualifiers: of},
		{Amount: "+1007", Unit: "http://www.wikidata.org/entity/Q43016", Day: day, Qualifiers: of}, // thousands
		{Amount: "+1008", Bound: "+2008", Day: day, Qualifiers: of},
		{Amount: "+9007199254740992", Day: day, Qualifiers: of},
		{Amount: "+0", Day: day, Qualifiers: of},
		{Amount: "+1009", Day: day, Qualifiers: map[string]string{"P6552": "1" + numericID}},
		{Amount: "+1010", Day: day, Qualifiers: map[string]string{"P3789": "someone"}},
		{Amount: "+1011", Day: day, Qualifiers: map[string]string{"P6552": numericID, "P2003": "someone"}},
		{Amount: "+1012", Day: day},
		{Amount: "+1013", Day: "+2121-03-04T00:00:00Z", Qualifiers: of},
		{Amount: "+1014", Day: "+2021-02-29T00:00:00Z", Qualifiers: of},
		{Amount: "+1015", Day: "+2021-05-06T00:00:00Z", Qualifiers: of},
		{Amount: "+1016", Day: "+2021-05-06T00:00:00Z", Qualifiers: of},
	}
}
