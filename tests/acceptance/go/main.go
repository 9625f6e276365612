// Peer judges a log of ours with the note and tlog packages of golang.org/x/mod/sumdb.
//
// Usage: peer CASES PUBLIC
//
// CASES holds the log's key (vkey), its signed checkpoints (checkpoints/*) and proofs to check
// (proofs); PUBLIC is the record's public directory. Every entry is read from the bundles, the
// whole tree is built anew from them, and every tile of every checkpoint is compared byte for
// byte. The program prints what it checked, or one line that says what is wrong and exits 1.
package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"peer/note"
	"peer/tlog"
)

const height = 8

func fail(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

func must[T any](value T, err error) T {
	if err != nil {
		fail("%v", err)
	}
	return value
}

func main() {
	if len(os.Args) != 3 {
		fail("usage: peer CASES PUBLIC")
	}
	cases, public := os.Args[1], os.Args[2]
	roots := openCheckpoints(cases)
	largest := int64(0)
	for size := range roots {
		largest = max(largest, size)
	}
	reader, leaves := buildTree(public, largest)
	tiles := 0
	for size, root := range roots {
		tiles += checkTree(public, size, root, reader)
	}
	records, trees, refused := checkProofs(filepath.Join(cases, "proofs"), roots, leaves, reader)
	fmt.Printf("checkpoints %d entries %d tiles %d records %d trees %d refused %d\n",
		len(roots), largest, tiles, records, trees, refused)
}

// openCheckpoints verifies each signed checkpoint and returns the roots by size.
func openCheckpoints(cases string) map[int64]tlog.Hash {
	vkey := strings.TrimSpace(string(must(os.ReadFile(filepath.Join(cases, "vkey")))))
	verifier := must(note.NewVerifier(vkey))
	roots := map[int64]tlog.Hash{}
	for _, path := range must(filepath.Glob(filepath.Join(cases, "checkpoints", "*"))) {
		opened := must(note.Open(must(os.ReadFile(path)), note.VerifierList(verifier)))
		lines := strings.Split(opened.Text, "\n")
		if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
			fail("%s: not three lines of %s", path, verifier.Name())
		}
		roots[must(strconv.ParseInt(lines[1], 10, 64))] = must(tlog.ParseHash(lines[2]))
	}
	return roots
}

// buildTree reads every entry from the bundles and hashes the tree that they make.
func buildTree(public string, size int64) (tlog.HashReader, []tlog.Hash) {
	var stored, leaves []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	for first := int64(0); first < size; first += 256 {
		tile := tlog.Tile{H: height, L: 0, N: first / 256, W: int(min(256, size-first))}
		raw := must(os.ReadFile(filepath.Join(public, tilePath(tile, "entries"))))
		for i := 0; i < tile.W; i++ {
			if len(raw) < 2 || len(raw) < 2+int(raw[0])<<8+int(raw[1]) {
				fail("%s: entry %d is cut short", tilePath(tile, "entries"), i)
			}
			end := 2 + int(raw[0])<<8 + int(raw[1])
			leaf := tlog.RecordHash(raw[2:end])
			raw = raw[end:]
			stored = append(stored, must(tlog.StoredHashesForRecordHash(first+int64(i), leaf, reader))...)
			leaves = append(leaves, leaf)
		}
		if len(raw) != 0 {
			fail("%s: %d bytes too many", tilePath(tile, "entries"), len(raw))
		}
	}
	return reader, leaves
}

// checkTree compares a checkpoint's root and each of its tiles with the tree; returns how many.
func checkTree(public string, size int64, root tlog.Hash, reader tlog.HashReader) int {
	if built := must(tlog.TreeHash(size, reader)); built != root {
		fail("the root at %d is %v, but the entries give %v", size, root, built)
	}
	tiles := tlog.NewTiles(height, 0, size)
	for _, tile := range tiles {
		path := tilePath(tile, strconv.Itoa(tile.L))
		if !bytes.Equal(must(os.ReadFile(filepath.Join(public, path))), must(tlog.ReadTileData(tile, reader))) {
			fail("%s is not what the entries give", path)
		}
	}
	return len(tiles)
}

// tilePath is the path of C2SP tlog-tiles: that of sumdb without the height.
func tilePath(tile tlog.Tile, level string) string {
	parts := strings.SplitN(tile.Path(), "/", 4)
	return "tile/" + level + "/" + parts[3]
}

// checkProofs reads lines "record SIZE INDEX PROOF good|wrong" and "tree NEW OLD PROOF good|wrong".
func checkProofs(path string, roots map[int64]tlog.Hash, leaves []tlog.Hash, reader tlog.HashReader) (records, trees, refused int) {
	file := must(os.Open(path))
	defer file.Close()
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), " ")
		if len(fields) != 5 {
			fail("not a proof: %q", lines.Text())
		}
		size := must(strconv.ParseInt(fields[1], 10, 64))
		at := must(strconv.ParseInt(fields[2], 10, 64))
		proof := parseProof(fields[3])
		var err error
		if fields[0] == "record" {
			err = tlog.CheckRecord(proof, size, roots[size], at, leaves[at])
		} else {
			err = tlog.CheckTree(proof, size, roots[size], at, must(tlog.TreeHash(at, reader)))
		}
		switch {
		case (err == nil) != (fields[4] == "good"):
			fail("%s: %v", lines.Text(), err)
		case err != nil:
			refused++
		case fields[0] == "record":
			records++
		default:
			trees++
		}
	}
	if err := lines.Err(); err != nil {
		fail("%v", err)
	}
	return records, trees, refused
}

func parseProof(field string) []tlog.Hash {
	raw := must(hex.DecodeString(strings.TrimPrefix(field, "-")))
	proof := make([]tlog.Hash, len(raw)/tlog.HashSize)
	for i := range proof {
		copy(proof[i][:], raw[i*tlog.HashSize:])
	}
	return proof
}
