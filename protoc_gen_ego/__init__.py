"""protoc-gen-ego: error codes from protobuf, for five languages."""
