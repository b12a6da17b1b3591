// Command decoding says what reading a received error costs in Go: `decoding WAY COUNT DETAILS`.
package main

import (
	"encoding/base64"
	"os"
	"strconv"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"example.com/shop/apis/interop"
)

// native is grpc-go's own status and its details.
func native(err error) bool {
	s, _ := status.FromError(err)
	for _, detail := range s.Details() {
		if info, ok := detail.(*errdetails.ErrorInfo); ok {
			return info.GetReason() == "user.v1.USER_ERR_NOT_FOUND" && info.GetMetadata()["uid"] == "42"
		}
	}
	return false
}

// read is what is measured.
var read = map[string]func(error) bool{
	"ego": interop.IsUserErrNotFound, "native": native, "empty": func(err error) bool { return err != nil },
}

func main() {
	count, _ := strconv.Atoi(os.Args[2])
	details, _ := base64.StdEncoding.DecodeString(os.Args[3])
	var errs [256]error // as grpc-go's client makes them of trailers
	for n := range errs {
		received := &spb.Status{}
		if proto.Unmarshal(details, received) != nil {
			os.Exit(2)
		}
		errs[n] = status.ErrorProto(received)
	}
	found, is := 0, read[os.Args[1]]
	for n := range count {
		if is(errs[n&255]) {
			found++
		}
	}
	if found != count {
		os.Exit(1)
	}
}
