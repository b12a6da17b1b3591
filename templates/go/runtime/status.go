package egoerrors

import "google.golang.org/grpc/codes"

// names are the spellings of google.rpc.Code; codes.Code.String has Go's own.
var names = [...]string{
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
	"PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
	"INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
}

// https are the HTTP statuses that google.rpc.Code gives.
var https = [len(names)]int{200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401}

// known is the code itself, or UNKNOWN for numbers that gRPC has not defined.
func known(code codes.Code) codes.Code {
	if int64(code) < int64(len(names)) {
		return code
	}
	return codes.Unknown
}

// StatusName is the name in google.rpc.Code: NOT_FOUND.
func StatusName(code codes.Code) string { return names[known(code)] }

// HTTPStatus is the HTTP status that google.rpc.Code documents for a gRPC one.
func HTTPStatus(code codes.Code) int { return https[known(code)] }
