package wire

// What a client has to be configured with. The region is none that a client
// would take by default.
const (
	Region          = "eu-central-1"
	AccessKeyID     = "AKIAAWSTESTEXAMPLE00"
	SecretAccessKey = "awstest/secret/access/key/of/no/value000"
)

// Account is the account that everybody is logged in to.
const Account = "123456789012"

// GitHubProvider is the ARN that the account's OIDC provider of GitHub has.
const GitHubProvider = "arn:aws:iam::" + Account + ":oidc-provider/token.actions.githubusercontent.com"
