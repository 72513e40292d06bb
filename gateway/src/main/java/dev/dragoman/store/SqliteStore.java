package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Directory;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.SharedHealth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A store in one SQLite file, which several processes may share. What was committed survives the
 * end of its process, however it ends; it may not survive the last moment before a power cut. The
 * class path must have a JDBC driver for {@code jdbc:sqlite:}.
 */
public final class SqliteStore implements Store {
  private final SqliteWriter writer;
  private final SqliteReader reader;
  private final Mappings mappings;
  private final UsageLedger ledger;
  private final Sums sums;
  private final SharedHealth health;
  private final Directory directory;
  private final AuditLog audit;
  private final Accounts accounts;

  private SqliteStore(SqliteWriter writer, SqliteReader reader) {
    this.writer = writer;
    this.reader = reader;
    this.mappings = new SqliteMappings(writer, reader);
    this.ledger = new SqliteLedger(writer, reader);
    this.sums = new SqliteSums(writer, reader);
    this.health = new SqliteHealth(writer, reader);
    this.directory =
        new Shelves(
            new SqliteKeys(writer, reader),
            new SqliteShelf<>(EntryForm.USER, writer, reader),
            new SqliteShelf<>(EntryForm.TEAM, writer, reader),
            new SqliteShelf<>(EntryForm.BUDGET, writer, reader));
    this.audit = new SqliteAudit(writer, reader);
    this.accounts = new SqliteAccounts(writer, reader);
  }

  /**
   * The store in {@code file}. A file that is not there is made, with its directories, for its
   * owner alone.
   *
   * @throws UncheckedIOException if the file cannot be made, opened or brought up to date
   * @throws IllegalStateException if a newer program made it
   */
  public static SqliteStore open(Path file) {
    try {
      makeFile(file.toAbsolutePath());
      SqliteConnection writing = connectToWrite(file);
      SqliteReader reader = new SqliteReader(connectToRead(file, writing));
      return new SqliteStore(new SqliteWriter(writing), reader);
    } catch (IOException | SQLException e) {
      throw SqliteWriter.fault("open " + file, e);
    }
  }

  @Override
  public Mappings mappings() {
    return mappings;
  }

  @Override
  public SharedHealth health() {
    return health;
  }

  @Override
  public @Nullable NewestRequests newest() {
    return null;
  }

  @Override
  public UsageLedger ledger() {
    return ledger;
  }

  @Override
  public Directory directory() {
    return directory;
  }

  @Override
  public AuditLog audit() {
    return audit;
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public Sums sums() {
    return sums;
  }

  /** Commits what is under way and closes the file; then every call fails. */
  @Override
  public void close() {
    try (reader) {
      writer.close();
    } catch (SQLException e) {
      throw SqliteWriter.fault("close", e);
    }
  }

  private static void makeFile(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null) {
      Files.createDirectories(directory, only(directory, "rwx------"));
    }
    try {
      Files.createFile(file, only(file, "rw-------"));
    } catch (FileAlreadyExistsException _) {
      // Its mode is its owner's business. SQLite gives the same one to the files beside it.
    }
  }

  private static FileAttribute<?>[] only(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static SqliteConnection connectToWrite(Path file) throws SQLException {
    SqliteConnection connection = SqliteConnection.open(file);
    try {
      SqliteSchema.prepare(connection);
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A connection to a file that is up to date; {@code other} is closed if there is none. */
  private static SqliteConnection connectToRead(Path file, SqliteConnection other)
      throws SQLException {
    try {
      SqliteConnection connection = SqliteConnection.open(file);
      connection.execute("PRAGMA query_only = true");
      return connection;
    } catch (SQLException e) {
      other.close();
      throw e;
    }
  }
}
