package dev.dragoman.local;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a command cannot be done, for the person who gave it. */
final class Refusal extends RuntimeException {
  Refusal(String message) {
    super(message, null, false, false);
  }

  /** What cannot be done with a file, and why. */
  static Refusal of(String what, IOException fault) {
    String why =
        switch (fault) {
          case NoSuchFileException e -> "there is no such file";
          case AccessDeniedException e -> "no permission";
          case CharacterCodingException e -> "it is not UTF-8";
          case FileSystemException e -> e.getReason() == null ? e.toString() : e.getReason();
          default -> String.valueOf(fault.getMessage());
        };
    return new Refusal(what + ": " + why);
  }
}
