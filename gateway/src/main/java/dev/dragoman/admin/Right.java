package dev.dragoman.admin;

import dev.dragoman.access.Role;
import java.util.stream.Stream;

/** Who may use a path. */
enum Right {
  /** Changes what belongs to all. */
  CHANGE_ALL(Role.PROXY_ADMIN),
  /** Sees what belongs to all. */
  SEE_ALL(Role.PROXY_ADMIN, Role.PROXY_ADMIN_VIEWER),
  /** Changes keys: an admin all of them, a user its own. */
  CHANGE_OWN(Role.PROXY_ADMIN, Role.INTERNAL_USER),
  /** Sees keys and figures: an admin and a viewer all of them, a user its own. */
  SEE_OWN(Role.PROXY_ADMIN, Role.PROXY_ADMIN_VIEWER, Role.INTERNAL_USER, Role.INTERNAL_USER_VIEWER);

  private final int roles;

  Right(Role... roles) {
    this.roles = Stream.of(roles).mapToInt(Right::bit).sum();
  }

  /** Whether a caller of this role has it. */
  boolean belongsTo(Role role) {
    return (roles & bit(role)) != 0;
  }

  private static int bit(Role role) {
    return 1 << role.ordinal();
  }
}
