package awstest

// Compatible is a server that speaks S3, as its users meet it.
type Compatible struct {
	Name string
	Quirks

	// Sources are where the quirks are reported or documented.
	Sources []string

	// Checksums is what of the client's checksums the server does not take, so that it
	// works only by AWS_REQUEST_CHECKSUM_CALCULATION=when_required.
	Checksums bool

	// Fails is part of the error that every listing of several pages ends in; "" for a
	// server on which all works.
	Fails string
}

// Compatibles are the servers that are known to differ, and two that do not. They
// change: a row is how one was when its source was written, and a server is often
// found in an older state than its makers know. On each, all works that a run and a
// history need, but for what Checksums and Fails name, and that two runs at once are
// kept apart only by conditions.
var Compatibles = []Compatible{
	{
		Name:    "Amazon S3",
		Sources: []string{"https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html"},
	},
	{
		Name:    "Cloudflare R2, early 2025",
		Quirks:  Quirks{RefusesChecksums: true, RefusesChunks: true},
		Sources: []string{"https://github.com/cloudflare/cloudflare-docs/pull/19236", "https://github.com/cloudflare/cloudflare-docs/issues/6133"}, Checksums: true,
	},
	{
		Name:   "Backblaze B2, early 2025",
		Quirks: Quirks{RefusesConditions: true, NeedsContentMD5: true, RefusesChecksums: true, RefusesChunks: true},
		Sources: []string{
			"https://github.com/boto/s3transfer/issues/327", "https://github.com/hashicorp/terraform/issues/37143",
			"https://github.com/ClickHouse/ClickHouse/pull/107318",
		},
		Checksums: true,
	},
	{
		Name:    "MinIO before 2025",
		Quirks:  Quirks{NeedsContentMD5: true},
		Sources: []string{"https://github.com/minio/minio/issues/20845", "https://github.com/langfuse/langfuse/pull/14981"},
	},
	{
		Name:    "OVHcloud, early 2025",
		Quirks:  Quirks{NeedsContentMD5: true, RefusesChunks: true},
		Sources: []string{"https://github.com/ovh/public-cloud-roadmap/issues/781", "https://github.com/ovh/public-cloud-roadmap/issues/763"}, Checksums: true,
	},
	{
		Name:    "Oracle OCI before July 2026",
		Quirks:  Quirks{NeedsContentMD5: true, RefusesChunks: true},
		Sources: []string{"https://github.com/activepieces/activepieces/issues/14110"}, Checksums: true,
	},
	{
		Name:    "Alibaba OSS",
		Quirks:  Quirks{RefusesChunks: true},
		Sources: []string{"https://github.com/stormkit-io/stormkit-io/pull/149"}, Checksums: true,
	},
	{
		Name:    "Google Cloud Storage",
		Quirks:  Quirks{RefusesDeletes: true, IgnoresConditions: true},
		Sources: []string{"https://github.com/minio/mc/issues/4778", "https://github.com/supabase/storage/issues/898", "https://github.com/apache/opendal/issues/7889"},
	},
	{
		Name:    "Ceph RGW before Nautilus",
		Quirks:  Quirks{ListsByMarker: true, PageSize: 2},
		Sources: []string{"https://github.com/aws/aws-cli/issues/4128", "https://github.com/ceph/ceph/pull/26512"},
	},
	{
		Name:    "DigitalOcean Spaces",
		Quirks:  Quirks{PageSize: 3},
		Sources: []string{"https://docs.digitalocean.com/products/spaces/reference/s3-compatibility/"},
	},
	{
		Name:    "Garage",
		Quirks:  Quirks{IgnoresConditions: true, PageSize: 3},
		Sources: []string{"https://garagehq.deuxfleurs.fr/reference_manual/s3_compatibility.html"},
	},
	{
		Name:    "Incus, built in",
		Quirks:  Quirks{IgnoresConditions: true},
		Sources: []string{"https://github.com/lxc/incus/issues/3651"},
	},
	{
		Name:    "NetApp StorageGRID, strict",
		Quirks:  Quirks{RefusesConditions: true},
		Sources: []string{"https://docs.netapp.com/us-en/storagegrid/release-notes/changes-to-s3-rest-api.html"},
	},
	{
		Name:    "NeoFS gateway",
		Quirks:  Quirks{ETags: long},
		Sources: []string{"https://github.com/nspcc-dev/neofs-s3-gw/blob/v0.30.0/docs/aws_s3_compat.md"},
	},
	{
		Name:    "S3Mock, with bare ETags",
		Quirks:  Quirks{Bare: true, AbsentIs412: true},
		Sources: []string{"https://github.com/Robothy/local-s3/issues/289"},
	},
	{
		Name:    "mock-aws-s3, without tokens",
		Quirks:  Quirks{NoToken: true, PageSize: 2},
		Sources: []string{"https://github.com/MathieuLoutre/mock-aws-s3/issues/92"},
	},
	{
		Name:    "Backlot, with keys as they are",
		Quirks:  Quirks{RawKeys: true, PageSize: 2},
		Sources: []string{"https://github.com/brekkylab/backlot/issues/178"},
	},
	{
		Name:    "S3 Ninja, which lists one page",
		Quirks:  Quirks{NoToken: true, IgnoresPlaces: true, PageSize: 2},
		Sources: []string{"https://github.com/scireum/s3ninja/issues/251"},
		Fails:   "not those that follow, although it has more",
	},
	{
		Name:    "Chimera before May 2026, which stores the chunks",
		Quirks:  Quirks{StoresChunks: true},
		Sources: []string{"https://github.com/chimera-nas/chimera/pull/314"}, Checksums: true,
	},
}
