package rpc

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"

	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Answer is what a client says about the error that it caught.
type Answer struct {
	Status      string            `json:"status"`
	Reason      string            `json:"reason"`
	Domain      string            `json:"domain"`
	Metadata    map[string]string `json:"metadata"`
	Message     string            `json:"message"`
	Display     string            `json:"display"`
	Matches     []string          `json:"matches"`
	Count       int               `json:"count"`
	GRPCStatus  uint32            `json:"grpc_status"`
	GRPCMessage string            `json:"grpc_message"`
	Details     []byte            `json:"details_b64"` // nil is null
}

// Native fills in what grpc-go itself says.
func (a *Answer) Native(err error, count int, trailer metadata.MD) {
	a.Count, a.GRPCStatus, a.GRPCMessage = count, uint32(status.Code(err)), status.Convert(err).Message()
	if a.Metadata == nil {
		a.Metadata = map[string]string{}
	}
	if details := trailer.Get("grpc-status-details-bin"); len(details) > 0 {
		a.Details = []byte(details[0])
	}
}

// Answers reads calls from stdin, one a line, and writes what `caught` says about each.
func Answers(caught func(address, method, order string) Answer) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16<<20)
	out := json.NewEncoder(os.Stdout)
	for lines.Scan() {
		var asked struct{ Address, Method, Order string }
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			panic(err)
		}
		if err := out.Encode(caught(asked.Address, asked.Method, asked.Order)); err != nil {
			panic(err)
		}
	}
}

// Listen opens a port of the loopback interface and prints it; the process ends with its stdin.
func Listen() net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	return listener
}
