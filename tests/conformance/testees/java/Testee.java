import io.egoerrors.EgoException;
import io.egoerrors.ErrorCode;
import io.egoerrors.Utf8;
import io.grpc.Status;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers the lines of tests/conformance/README.md by the public API of the Java runtime. */
public final class Testee {
  private static final long STACK = 512L << 20;

  private Testee() {}

  /**
   * Runs until the input ends, on a stack that holds deeply nested requests.
   *
   * @param args not used
   * @throws InterruptedException if the thread is interrupted
   */
  public static void main(String[] args) throws InterruptedException {
    Thread thread = new Thread(null, Testee::serve, "testee", STACK);
    thread.start();
    thread.join();
  }

  private static void serve() {
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
    try (InputStream in = new BufferedInputStream(System.in, 1 << 16)) {
      for (byte[] line = readLine(in); line != null; line = readLine(in)) {
        StringBuilder answer = new StringBuilder();
        Json.write(answer, answer(line));
        out.write(answer.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException problem) {
      problem.printStackTrace();
      System.exit(1);
    }
  }

  private static byte[] readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return null;
    }
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
    }
    return line.toByteArray();
  }

  private static Map<String, Object> answer(byte[] line) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", null);
    try {
      Object request = parse(line);
      Object id = ((Map<?, ?>) request).get("id");
      answer.put("id", id instanceof String || id instanceof Long ? id : null);
      answer.putAll(answer(Fields.of(request)));
    } catch (Refusal refusal) {
      answer.put("error", refusal.toAnswer());
    } catch (RuntimeException | StackOverflowError problem) {
      // Not an answer of the protocol: the runner reports it as a difference, with this text.
      answer.put("error", Map.of("kind", "crash", "text", problem.toString()));
    }
    return answer;
  }

  private static Object parse(byte[] line) {
    Object request;
    try {
      request = Json.parse(Utf8.decode(line));
    } catch (IllegalArgumentException problem) {
      throw new Refusal("malformed", problem.getMessage());
    }
    if (!(request instanceof Map)) {
      throw new Refusal("malformed", "not a JSON object");
    }
    return request;
  }

  private static Map<String, Object> answer(Fields request) {
    Operation operation = Operation.named(request.get("op"));
    return operation.answer(request, new Sources(request));
  }

  /** What can be asked. */
  private enum Operation {
    FROM_ERROR {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        Object source = request.has("source") ? request.get("source") : request.members();
        return Views.error(sources.error(source), sources.registry);
      }
    },
    REGISTER {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        List<Object> codes = new ArrayList<>();
        sources.registry.codes().forEach(code -> codes.add(Views.code(code)));
        return map("codes", codes);
      }
    },
    MATCH {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        Throwable source = sources.throwable(request.required("source"));
        Object target = request.required("target");
        if (target instanceof Map) {
          return map("match", sources.registry.isSame(source, sources.throwable(target)));
        }
        ErrorCode code = target == null ? null : sources.code(target);
        return map("match", sources.registry.is(source, code));
      }
    },
    DERIVE {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        EgoException before = sources.error(request.required("source"));
        request.required("steps");
        EgoException after = sources.derive(before, request.list("steps"));
        Map<String, Object> answer = map("before", Views.error(before, sources.registry));
        answer.put("after", Views.error(after, sources.registry));
        return answer;
      }
    },
    I18N {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        ErrorCode code = sources.code(request.required("code"));
        String locale = request.textOrNull("locale");
        return map("text", code.text(locale, request.texts("metadata")));
      }
    },
    DISPLAY {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        EgoException error = sources.error(request.required("source"));
        String locale = request.textOrNull("locale");
        return map("text", error == null ? "" : error.display(locale));
      }
    },
    HTTP_STATUS {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        if (request.has("status")) {
          Status.Code status = Sources.status(request.get("status"));
          if (status == null) {
            throw Refusal.bad("no such status: " + request.get("status"));
          }
          return map("http_status", io.egoerrors.EgoErrors.httpStatus(status));
        }
        EgoException error = sources.error(request.required("source"));
        return map("http_status", error == null ? 200 : error.getHttpStatus());
      }
    },
    HTTP_BODY {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        EgoException error = sources.error(request.required("source"));
        if (error == null) {
          return Views.none();
        }
        Map<String, Object> answer = map("http_status", error.getHttpStatus());
        answer.put("body", new Json.Raw(error.httpBody(request.textOrNull("locale"))));
        return answer;
      }
    },
    TO_STATUS {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        return Views.sent(sources.error(request.required("source")));
      }
    },
    HOP {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        int times = request.integer("times", 1);
        if (times < 1 || times > 10) {
          throw Refusal.bad("times is 1 to 10");
        }
        EgoException error = sources.error(request.required("source"));
        for (int hop = 1; hop < times && error != null; hop++) {
          error = sources.registry.fromThrowable(error.toStatusRuntimeException());
        }
        return Views.sent(error);
      }
    },
    CHAIN {
      @Override
      Map<String, Object> answer(Fields request, Sources sources) {
        return map("chain", Views.chain(sources.error(request.required("source"))));
      }
    };

    abstract Map<String, Object> answer(Fields request, Sources sources);

    static Operation named(Object name) {
      if ("declare".equals(name)) {
        return REGISTER;
      }
      for (Operation operation : values()) {
        if (operation.name().toLowerCase(java.util.Locale.ROOT).equals(name)) {
          return operation;
        }
      }
      throw new Refusal("unknown_op", "no such op: " + name);
    }

    static Map<String, Object> map(String name, Object value) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put(name, value);
      return answer;
    }
  }
}
