package dev.dragoman.bench;

import java.util.OptionalLong;

/**
 * A gateway that is ready to be measured.
 *
 * @param messages the address of its Messages API
 * @param pid its process, when known
 */
record Target(String messages, String key, OptionalLong pid) {
  /** The target under a base address, with or without a slash at its end. */
  static Target at(String base, String key, OptionalLong pid) {
    return new Target(base.replaceFirst("/+$", "") + "/v1/messages", key, pid);
  }
}
