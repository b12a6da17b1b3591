package egoerrors

import (
	"bytes"
	"encoding/json"
)

type httpBody struct {
	Error httpError `json:"error"`
}

type httpError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Status  string `json:"status"`
	Details []any  `json:"details"`
}

type httpInfo struct {
	Type     string            `json:"@type"`
	Reason   string            `json:"reason"`
	Domain   string            `json:"domain"`
	Metadata map[string]string `json:"metadata"`
}

type httpLocalized struct {
	Type    string `json:"@type"`
	Locale  string `json:"locale"`
	Message string `json:"message"`
}

// HTTPStatus is the HTTP status of the error; 200 for nil.
func (e *Error) HTTPStatus() int { return HTTPStatus(e.Code()) }

// HTTPBody is the JSON body that AIP-193 describes, with the ErrorInfo and, where the code declares one for the locale,
// the localized message; nil for nil. Other details do not leave the process this way.
func (e *Error) HTTPBody(locale string) []byte {
	if e == nil {
		return nil
	}
	body := httpBody{httpError{Code: e.HTTPStatus(), Message: e.Message(), Status: StatusName(e.Code()), Details: []any{}}}
	if e.reason != "" || e.domain != "" || len(e.metadata) > 0 {
		body.Error.Details = append(body.Error.Details, httpInfo{errorInfoURL, e.reason, e.domain, e.Metadata()})
	}
	if tag, message, ok := e.localized(locale); ok {
		body.Error.Details = append(body.Error.Details, httpLocalized{typePrefix + localizedType, tag, message})
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(body); err != nil { // strings and numbers always encode
		return []byte(`{"error":{}}`)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
