package generated_test

import (
	"errors"
	"fmt"
	"testing"

	"google.golang.org/grpc/codes"

	"example.com/shop/apis/egoerrors"
	namesv1 "example.com/shop/apis/example/names/v1"
	userv1 "example.com/shop/apis/shop/user/v1"
)

func TestAnAccessorIsTheDeclaredError(t *testing.T) {
	e := userv1.UserErrNotFound()
	d, ok := e.Definition()
	if !ok || d.FullName != "shop.user.v1.USER_ERR_NOT_FOUND" || e.Reason() != d.FullName || e.Code() != codes.NotFound {
		t.Errorf("%v %v", e, d)
	}
	if e.Domain() != "user.shop.example.com" || e.HTTPStatus() != 404 {
		t.Errorf("domain %q, HTTP %d", e.Domain(), e.HTTPStatus())
	}
	if e.Display("zh-CN") != "找不到用户 {uid} (shop.user.v1.USER_ERR_NOT_FOUND)" {
		t.Errorf("%q", e.Display("zh-CN"))
	}
}

func TestParametersAreTheDeclaredMetadata(t *testing.T) {
	e := userv1.UserErrNotFoundWith("42")
	if e.Message() != "user 42 not found" || len(e.Metadata()) != 1 {
		t.Errorf("%v %v", e, e.Metadata())
	}
	words := namesv1.NameErrTypeWith("a", "b", "c", "d", "e", "f")
	if words.Message() != "a b c d" || words.Md("codes") != "e" || words.Md("nameErrTypeCode") != "f" {
		t.Errorf("%v %v", words, words.Metadata())
	}
}

func TestMatchingIsByIdentity(t *testing.T) {
	err := fmt.Errorf("loading: %w", userv1.UserErrNotFoundWith("42").GRPCStatus().Err())
	if !userv1.IsUserErrNotFound(err) || !errors.Is(egoerrors.FromError(err), userv1.UserErrNotFound()) {
		t.Error("the error does not match its own code")
	}
	if userv1.IsUserErrIdInvalid(err) || userv1.IsUserErrNotFound(nil) || userv1.IsUserErrNotFound(errors.New("x")) {
		t.Error("something else matches")
	}
	var e *egoerrors.Error
	if !errors.As(egoerrors.FromError(err), &e) || e.Md("uid") != "42" || !e.Registered() {
		t.Errorf("%v", e)
	}
}

func TestSeveralEnumsAndFilesOfAPackageLiveTogether(t *testing.T) {
	for want, e := range map[string]*egoerrors.Error{
		"example.names.v1.NAME_ERR_OLD":           namesv1.NameErrOld(),
		"example.names.v1.NAME_ERR_OLD_TOO":       namesv1.NameErrOldTooWith("1"),
		"example.names.v1.OTHER_ERR_ZERO":         namesv1.OtherErrZero(),
		"example.names.v1.OTHER_ERR_ABORTED":      namesv1.OtherErrAborted(),
		"example.names.v1.Outer.OUTER_KIND_RANGE": namesv1.OuterKindRange(),
		"example.names.v1.MORE_ERR_AUTH":          namesv1.MoreErrAuth(),
	} {
		if e.FullName() != want {
			t.Errorf("%q, want %q", e.FullName(), want)
		}
	}
	// The names of protoc-gen-go are there too.
	_ = namesv1.NameErr_NAME_ERR_TYPE
	_ = (&namesv1.Outer{}).GetKind()
	var _ namesv1.NamesClient
}
