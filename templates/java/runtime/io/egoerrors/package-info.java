/**
 * Errors with a registered code that travel over gRPC, the same way in every language of
 * protoc-gen-ego.
 *
 * <p>{@link io.egoerrors.ErrorCode} is one declared error, {@link io.egoerrors.EgoException} an
 * occurrence of it, {@link io.egoerrors.EgoErrors} reads and matches, and {@link
 * io.egoerrors.EgoServerInterceptor} puts exceptions on the wire.
 */
package io.egoerrors;
