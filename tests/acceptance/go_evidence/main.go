// Judge reads an equivocation evidence file and verifies it with the note and tlog packages of
// golang.org/x/mod/sumdb, knowing nothing of the program that wrote it.
//
// Usage: judge FILE
//
// It prints "equivocation ORIGIN EARLIER LATER" and exits 0, or prints why not and exits 1.
package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"peer/note"
	"peer/tlog"
)

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

type lines []string

func (l *lines) value(key string) string {
	if len(*l) == 0 || !strings.HasPrefix((*l)[0], key+": ") {
		fail("no line %q", key)
	}
	value := strings.TrimPrefix((*l)[0], key+": ")
	*l = (*l)[1:]
	return value
}

func (l *lines) block(key string) []byte {
	count := must(strconv.Atoi(l.value(key)))
	if count > len(*l) {
		fail("%s is cut short", key)
	}
	text := strings.Join((*l)[:count], "\n") + "\n"
	*l = (*l)[count:]
	return []byte(text)
}

func main() {
	text := string(must(os.ReadFile(os.Args[1])))
	rest := lines(strings.Split(strings.TrimSuffix(text, "\n"), "\n"))
	if rest[0] != "on-record/equivocation/v1" {
		fail("not an evidence file")
	}
	rest = rest[1:]
	verifier := must(note.NewVerifier(rest.value("log")))
	earlier := open(verifier, rest.block("earlier"))
	later := open(verifier, rest.block("later"))
	if earlier.N == later.N {
		if earlier.Hash == later.Hash || len(rest) != 0 {
			fail("nothing is proven")
		}
	} else {
		root := must(tlog.ParseHash(rest.value("root")))
		proof := tlog.TreeProof{}
		for len(rest) > 0 {
			proof = append(proof, must(tlog.ParseHash(rest.value("proof"))))
		}
		if root == earlier.Hash {
			fail("the two are consistent")
		}
		if err := tlog.CheckTree(proof, later.N, later.Hash, earlier.N, root); err != nil {
			fail("%v", err)
		}
	}
	fmt.Printf("equivocation %s %d %d\n", verifier.Name(), earlier.N, later.N)
}

// open verifies a signed checkpoint: origin, size and root.
func open(verifier note.Verifier, raw []byte) tlog.Tree {
	opened := must(note.Open(raw, note.VerifierList(verifier)))
	parts := strings.Split(opened.Text, "\n")
	if len(parts) != 4 || parts[0] != verifier.Name() {
		fail("not a checkpoint of %s", verifier.Name())
	}
	return tlog.Tree{
		N:    must(strconv.ParseInt(parts[1], 10, 64)),
		Hash: must(tlog.ParseHash(parts[2])),
	}
}
