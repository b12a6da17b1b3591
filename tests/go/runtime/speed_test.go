package runtime_test

import (
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	"example.com/shop/apis/egoerrors"
)

// The two halves of the benchmark: what grpc-go's own decoding of a status costs, and what FromError and a match cost.

func BenchmarkNativeDecoding(b *testing.B) {
	err := notFound.WithMd(map[string]string{"uid": "42"}).GRPCStatus().Err()
	for range b.N {
		s, _ := status.FromError(err)
		for _, detail := range s.Details() {
			if info, ok := detail.(*errdetails.ErrorInfo); !ok || info.Reason == "" {
				b.Fatal("no reason")
			}
		}
	}
}

func BenchmarkFromErrorAndMatch(b *testing.B) {
	err := notFound.WithMd(map[string]string{"uid": "42"}).GRPCStatus().Err()
	for range b.N {
		if !egoerrors.Is(err, notFound) {
			b.Fatal("no match")
		}
	}
}
