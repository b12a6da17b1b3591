package main

import (
	"google.golang.org/genproto/googleapis/rpc/code"

	"example.com/shop/apis/interop"
	"example.com/shop/apis/interop/egoerrors"
	"example.com/shop/apis/interop/rpc"
)

var matchers = []struct {
	name string
	is   func(error) bool
}{
	{"USER_ERR_NOT_FOUND", interop.IsUserErrNotFound},
	{"USER_ERR_LOCKED", interop.IsUserErrLocked},
	{"USER_NOT_FOUND", interop.IsUserNotFound},
}

func ask() {
	rpc.Answers(func(address, method, order string) rpc.Answer {
		if connections[address] == nil {
			connections[address] = connect(address)
		}
		err, count, trailer := rpc.Call(connections[address], method, order)
		e := egoerrors.FromError(err)
		answer := rpc.Answer{
			Status:   code.Code(e.Code()).String(),
			Reason:   e.Reason(),
			Domain:   e.Domain(),
			Metadata: e.Metadata(),
			Message:  e.Message(),
			Display:  e.Display("zh-CN"),
			Matches:  []string{},
		}
		for _, matcher := range matchers {
			if matcher.is(err) {
				answer.Matches = append(answer.Matches, matcher.name)
			}
		}
		answer.Native(err, count, trailer)
		return answer
	})
}
