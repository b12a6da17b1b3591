// Command reread parses a Go file from stdin with Go's own parser and prints what it holds as JSON: the top-level names,
// the string literals as values, and the names that are marked as deprecated. What was meant as text must show up as
// text and as nothing else.
package main

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"os"
	"strconv"
	"strings"
)

type contents struct {
	Names      []string `json:"names"`
	Strings    []string `json:"strings"`
	Deprecated []string `json:"deprecated"`
	Directives []string `json:"directives"`
}

func main() {
	file, err := parser.ParseFile(token.NewFileSet(), "stdin.go", os.Stdin, parser.ParseComments)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	found := contents{[]string{}, []string{}, []string{}, []string{}}
	for _, declaration := range file.Decls {
		switch d := declaration.(type) {
		case *ast.FuncDecl:
			found.Names = append(found.Names, d.Name.Name)
			if strings.Contains("\n"+d.Doc.Text(), "\nDeprecated: ") {
				found.Deprecated = append(found.Deprecated, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if value, ok := spec.(*ast.ValueSpec); ok {
					found.Names = append(found.Names, value.Names[0].Name)
				}
			}
		}
	}
	ast.Inspect(file, func(node ast.Node) bool {
		if literal, ok := node.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			value, _ := strconv.Unquote(literal.Value)
			found.Strings = append(found.Strings, value)
		}
		return true
	})
	for _, group := range file.Comments {
		for _, comment := range group.List {
			directive := !strings.HasPrefix(comment.Text, "// ") && !strings.HasPrefix(comment.Text, "//\t") && comment.Text != "//"
			if directive || constraint.IsGoBuild(comment.Text) || constraint.IsPlusBuild(comment.Text) {
				found.Directives = append(found.Directives, comment.Text)
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(found); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
