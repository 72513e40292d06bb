package dev.dragoman.admin;

/**
 * One path of the management API.
 *
 * @param path {@code {key}} in it stands for any text without a slash
 * @param right who may use it
 */
record Route(String method, String path, Right right, Desk desk) {
  private static final String PART = "{key}";

  static Route get(String path, Right right, Desk desk) {
    return new Route("GET", path, right, desk);
  }

  static Route post(String path, Right right, Desk desk) {
    return new Route("POST", path, right, desk);
  }

  /** Whether a request for {@code asked} is for this one. */
  boolean matches(String asked) {
    int part = path.indexOf(PART);
    return part < 0 ? path.equals(asked) : part(asked).length() > 0;
  }

  /** What stands for {@code {key}} in {@code asked}, raw; empty if that is another path. */
  String part(String asked) {
    int part = path.indexOf(PART);
    if (part < 0) {
      return "";
    }
    String after = path.substring(part + PART.length());
    boolean fits =
        asked.startsWith(path.substring(0, part))
            && asked.endsWith(after)
            && asked.length() > part + after.length();
    String found = fits ? asked.substring(part, asked.length() - after.length()) : "";
    return found.indexOf('/') < 0 ? found : "";
  }
}
