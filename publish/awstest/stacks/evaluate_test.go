package stacks

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

const conditional = `
Parameters:
  Name: {Type: String}
  Mode: {Type: String, Default: "ref:refs/heads/main"}
  Days: {Type: Number, Default: 90}

Conditions:
  Named: !Not [!Equals [!Ref Name, ""]]
  Special: !Equals [!Select [0, !Split [":", !Ref Mode]], environment]
  Both: !And [!Condition Named, !Condition Special]
  Either: !Or [!Condition Named, !Condition Special]

Resources:
  A:
    Type: T::A
    Properties:
      Days: !Ref Days
      Text: |
        two
        lines
      All:
        - !Sub "x/${Name}/${B.Arn}/${AWS::Region}"
        - !If [Special, !Ref AWS::NoValue, !Select [1, !Split [":", !Ref Mode]]]
        - !GetAtt B.Arn
      Gone: !If [Both, both, !Ref AWS::NoValue]
  B:
    Type: T::B
    Condition: Both
  C:
    Type: T::C
    Condition: Either
`

func TestEvaluate(t *testing.T) {
	named := func(resource, attribute string) string { return resource + "." + attribute }
	for _, test := range []struct {
		parameters map[string]string
		want       map[string]Resource
	}{
		{map[string]string{"Name": ""}, map[string]Resource{
			"A": {"T::A", map[string]any{"Days": "90", "Text": "two\nlines\n", "All": []any{"x//B.Arn/eu-central-1", "refs/heads/main", "B.Arn"}}},
		}},
		{map[string]string{"Name": "n", "Mode": "environment:live", "Days": "1"}, map[string]Resource{
			"A": {"T::A", map[string]any{"Days": "1", "Text": "two\nlines\n", "All": []any{"x/n/B.Arn/eu-central-1", "B.Arn"}, "Gone": "both"}},
			"B": {Type: "T::B"}, "C": {Type: "T::C"},
		}},
	} {
		got, err := Evaluate(conditional, test.parameters, named)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.parameters, diff)
		}
	}
	for _, unknown := range []string{
		"Resources:\n  A: {Type: T, Properties: {X: !ImportValue x}}\n", "Resources:\n  A: {Type: T, Condition: Nobody}\n",
		"Resources:\n  A: {Type: T, Properties: {X: !Ref Nobody}}\n", "a: [", "- a\n",
	} {
		if got, err := Evaluate(unknown, nil, named); err == nil {
			t.Errorf("%s makes %v", unknown, got)
		}
	}
}
