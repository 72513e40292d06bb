package dev.dragoman.store;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import java.sql.SQLException;
import java.util.List;

/** Model mappings in the table {@code deployment}. */
final class SqliteMappings implements Mappings {
  private static final String LOAD = "SELECT doc FROM deployment";

  private static final String PUT =
      """
      INSERT INTO deployment (id, model_name, origin, doc) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        model_name = excluded.model_name, origin = excluded.origin, doc = excluded.doc\
      """;

  private static final String REMOVE = "DELETE FROM deployment WHERE id = ?";

  private final SqliteWriter writer;
  private final SqliteReader reader;

  SqliteMappings(SqliteWriter writer, SqliteReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public Configured load() {
    return Configured.of(deployments());
  }

  private List<Deployment> deployments() {
    return sorted(reader.read("load mappings", row -> row.getString(1), LOAD));
  }

  @Override
  public void put(Deployment deployment) {
    writer.write("put a mapping", connection -> put(connection, deployment));
  }

  @Override
  public boolean remove(String id) {
    return writer.write("remove a mapping", connection -> connection.update(REMOVE, id) > 0);
  }

  @Override
  public void replaceConfig(Configured config) {
    writer.write("replace the config", connection -> replace(connection, config.deployments()));
  }

  private static int replace(SqliteConnection connection, List<Deployment> config)
      throws SQLException {
    List<Deployment> stored = sorted(connection.query(row -> row.getString(1), LOAD));
    ConfigChange change = ConfigChange.between(stored, config);
    for (Deployment deployment : change.puts()) {
      put(connection, deployment);
    }
    for (String id : change.removals()) {
      connection.update(REMOVE, id);
    }
    return change.puts().size() + change.removals().size();
  }

  private static int put(SqliteConnection connection, Deployment deployment) throws SQLException {
    return connection.update(
        PUT,
        deployment.id(),
        deployment.modelName(),
        deployment.origin().name(),
        DeploymentJson.write(deployment));
  }

  private static List<Deployment> sorted(List<String> docs) {
    return docs.stream().map(DeploymentJson::read).sorted(ConfigChange.ORDER).toList();
  }
}
