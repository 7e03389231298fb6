// Checks an exported audit log with the tree hashing and proofs of golang.org/x/mod/sumdb/tlog: the signatures of two checkpoints,
// the root, the consistency of the two trees, and the inclusion of records.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run tests/audit-verifiers/go/main.go VKEY TILES OLD-CHECKPOINT INDEX...
package main

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const width = 256

func check(err error, format string, arguments ...any) {
	if err != nil {
		fmt.Fprintf(os.Stderr, format+": %v\n", append(arguments, err)...)
		os.Exit(1)
	}
}

func demand(condition bool, format string, arguments ...any) {
	if !condition {
		check(fmt.Errorf("rejected"), format, arguments...)
	}
}

// readCheckpoint reads a signed note and verifies the signature of the key.
func readCheckpoint(path, verifierKey string) tlog.Tree {
	parts := strings.SplitN(strings.TrimSpace(verifierKey), "+", 3)
	demand(len(parts) == 3, "the verifier key is malformed")
	encoded, err := base64.StdEncoding.DecodeString(parts[2])
	check(err, "the verifier key is malformed")
	demand(len(encoded) > 1 && encoded[0] == 2, "the verifier key is not for ECDSA")
	keyID := sha256.Sum256(encoded[1:])
	demand(hex.EncodeToString(keyID[:4]) == parts[1], "the key id is wrong")
	parsed, err := x509.ParsePKIXPublicKey(encoded[1:])
	check(err, "the verifier key is malformed")
	key, isECDSA := parsed.(*ecdsa.PublicKey)
	demand(isECDSA && key.Curve.Params().Name == "P-256", "the key is not on P-256")

	note, err := os.ReadFile(path)
	check(err, "%s cannot be read", path)
	text, signatures, found := strings.Cut(string(note), "\n\n")
	demand(found, "%s is no signed note", path)
	text += "\n"
	digest, isSigned := sha256.Sum256([]byte(text)), false
	for _, line := range strings.Split(signatures, "\n") {
		if prefix := "\u2014 " + parts[0] + " "; strings.HasPrefix(line, prefix) {
			signature, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(line, prefix))
			check(err, "%s has a malformed signature", path)
			isSigned = isSigned || len(signature) > 4 && string(signature[:4]) == string(keyID[:4]) && ecdsa.VerifyASN1(key, digest[:], signature[4:])
		}
	}
	demand(isSigned, "%s is not signed by the key", path)

	lines := strings.Split(text, "\n")
	demand(len(lines) == 4 && lines[0] == parts[0], "%s is no checkpoint of %s", path, parts[0])
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err, "%s has no size", path)
	root, err := tlog.ParseHash(lines[2])
	check(err, "%s has no root", path)
	return tlog.Tree{N: size, Hash: root}
}

// tiles reads tiles from a directory. The library names them by their height, too, which is always 8 here.
type tiles string

func (directory tiles) Height() int { return 8 }

func (directory tiles) ReadTiles(wanted []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range wanted {
		content, err := os.ReadFile(filepath.Join(string(directory), "tile", strings.TrimPrefix(tile.Path(), "tile/8/")))
		if err != nil {
			return nil, err
		}
		data = append(data, content)
	}
	return data, nil
}

func (directory tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// readRecord reads one record from its bundle.
func (directory tiles) readRecord(size, index int64) []byte {
	bundle := tlog.Tile{H: 8, L: -1, N: index / width, W: width}
	if (bundle.N+1)*width > size {
		bundle.W = int(size % width)
	}
	path := filepath.Join(string(directory), strings.Replace(bundle.Path(), "tile/8/data/", "tile/entries/", 1))
	content, err := os.ReadFile(path)
	check(err, "record %d cannot be read", index)
	for skip := index % width; ; skip-- {
		demand(len(content) >= 2 && len(content) >= 2+int(binary.BigEndian.Uint16(content)), "%s is too short", path)
		length := 2 + int(binary.BigEndian.Uint16(content))
		if skip == 0 {
			return content[2:length]
		}
		content = content[length:]
	}
}

func main() {
	demand(len(os.Args) >= 4, "usage: verify VKEY TILES OLD-CHECKPOINT INDEX...")
	directory := tiles(os.Args[2])
	tree := readCheckpoint(filepath.Join(os.Args[2], "checkpoint"), os.Args[1])
	old := readCheckpoint(os.Args[3], os.Args[1])
	reader := tlog.TileHashReader(tree, directory)

	root, err := tlog.TreeHash(tree.N, reader)
	check(err, "the root cannot be computed")
	demand(root == tree.Hash, "the tiles do not have the root of the checkpoint")
	consistency, err := tlog.ProveTree(tree.N, old.N, reader)
	check(err, "the consistency of %d and %d cannot be proved", old.N, tree.N)
	check(tlog.CheckTree(consistency, tree.N, tree.Hash, old.N, old.Hash), "%d and %d are not consistent", old.N, tree.N)

	for _, argument := range os.Args[4:] {
		index, err := strconv.ParseInt(argument, 10, 64)
		check(err, "%s is no index", argument)
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		check(err, "record %d cannot be proved", index)
		record := tlog.RecordHash(directory.readRecord(tree.N, index))
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, record), "record %d is not in the tree", index)
	}
	fmt.Printf("%d records, consistent with %d, %d records proved\n", tree.N, old.N, len(os.Args)-4)
}
