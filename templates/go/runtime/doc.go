// Package egoerrors carries declared error codes across gRPC: as google.rpc.Status with a
// google.rpc.ErrorInfo, written and read the same way in every language.
//
// Generated packages declare the codes. A server returns them, a client reads and matches them:
//
//	return nil, userv1.UserErrNotFound().AppendMd(map[string]string{"uid": "42"})
//
//	if userv1.IsUserErrNotFound(err) { … }
//	if errors.Is(egoerrors.FromError(err), userv1.UserErrNotFound()) { … }
//	log.Print(egoerrors.FromError(err).Display("zh-CN"))
//
// [UnaryServerInterceptor] and [StreamServerInterceptor] put errors on the wire, wrapped ones too, and keep the text
// of foreign errors off it. [UnaryClientInterceptor] and [StreamClientInterceptor] turn native gRPC errors into *Error
// and see what grpc-go itself throws away: details that it cannot decode, or whose code disagrees with the status.
//
// An *Error is immutable: every With method returns a new one. All functions and methods may be called from several
// goroutines at once, and methods accept a nil *Error, which stands for "no error".
package egoerrors
