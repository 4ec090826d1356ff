package agile

// The storage \x06DataSpaces says that the stream EncryptedPackage is
// encrypted ([MS-OFFCRYPTO] 2.1 and 2.2). It is the same in every file.

const (
	infoStream    = "EncryptionInfo"
	packageStream = "EncryptedPackage"
	spaceName     = "StrongEncryptionDataSpace"
	transformName = "StrongEncryptionTransform"
)

func dataSpaces() *entry {
	return storage("\x06DataSpaces",
		stream("Version", join(lengthPrefixed("Microsoft.Container.DataSpaces"), versions)),
		stream("DataSpaceMap", dataSpaceMap()),
		storage("DataSpaceInfo", stream(spaceName, join(number(8), number(1), lengthPrefixed(transformName)))),
		storage("TransformInfo", storage(transformName, stream("\x06Primary", transform()))))
}

// versions are those of a reader, an updater and a writer: 1.0.
var versions = join(number(1), number(1), number(1))

// dataSpaceMap is 2.1.6: the stream and the space in which it lies.
func dataSpaceMap() []byte {
	entry := join(number(1), number(0), lengthPrefixed(packageStream), lengthPrefixed(spaceName))
	return join(number(8), number(1), number(4+len(entry)), entry)
}

// transform is 2.1.8 and 2.1.9; what the algorithm is stands in EncryptionInfo.
func transform() []byte {
	head := join(number(1), lengthPrefixed("{FF9A3F03-56EF-4613-BDD5-5A41C1D07246}"))
	return join(number(4+len(head)), head, lengthPrefixed("Microsoft.Container.EncryptionTransform"), versions,
		number(0), number(0), number(0), number(4))
}

func storage(name string, kids ...*entry) *entry {
	return &entry{name: name, kind: storageType, kids: kids}
}

func stream(name string, data []byte) *entry {
	return &entry{name: name, kind: streamType, data: data}
}

func number(n int) []byte { return little.AppendUint32(nil, uint32(n)) }

// lengthPrefixed is UNICODE-LP-P4 of 2.1.2: to whole four bytes.
func lengthPrefixed(s string) []byte {
	text := inUTF16(s)
	return join(number(len(text)), text, make([]byte, -len(text)&3))
}

func join(parts ...[]byte) (out []byte) {
	for _, p := range parts {
		out = append(out, p...)
	}
	return out
}
