//go:build tools

// Package tools names the generators whose output stands beside ours in the tests; tools.mod pins them.
package tools

import (
	_ "google.golang.org/grpc/cmd/protoc-gen-go-grpc"
	_ "google.golang.org/protobuf/cmd/protoc-gen-go"
)
