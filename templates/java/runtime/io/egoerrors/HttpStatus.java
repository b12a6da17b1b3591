package io.egoerrors;

/** The HTTP status of a gRPC status number, as google/rpc/code.proto maps them. */
final class HttpStatus {
  private static final int[] BY_NUMBER = {
    200, 499, 500, 400, 504, 404, 409, 403, 429, 400, 409, 400, 501, 500, 503, 500, 401
  };

  private HttpStatus() {}

  /**
   * Returns the HTTP status for a gRPC status number.
   *
   * @param number 0 to 16; any other number counts as UNKNOWN
   * @return the HTTP status, 200 to 504
   */
  static int of(int number) {
    return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : 500;
  }
}
