package dev.dragoman.store;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.RouterSettings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Model mappings in the tables {@code deployment}, {@code router_settings} and {@code policy}, the
 * latter two of one row or none.
 */
final class SqliteMappings implements Mappings {
  /** One statement, so that it sees one state of all. */
  private static final String LOAD =
      """
      SELECT 'deployment', doc FROM deployment
      UNION ALL SELECT 'settings', doc FROM router_settings
      UNION ALL SELECT 'policy', doc FROM policy\
      """;

  private static final String PUT =
      """
      INSERT INTO deployment (id, model_name, origin, doc) VALUES (?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET
        model_name = excluded.model_name, origin = excluded.origin, doc = excluded.doc\
      """;

  private static final String SET =
      """
      INSERT INTO router_settings (id, doc) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET doc = excluded.doc\
      """;

  private static final String SET_POLICY =
      """
      INSERT INTO policy (id, doc) VALUES (1, ?)
      ON CONFLICT (id) DO UPDATE SET doc = excluded.doc\
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
    return configured(reader.read("load mappings", SqliteMappings::row, LOAD));
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
    writer.write("replace the config", connection -> replace(connection, config));
  }

  private static int replace(SqliteConnection connection, Configured config) throws SQLException {
    Configured stored = configured(connection.query(SqliteMappings::row, LOAD));
    ConfigChange change = ConfigChange.between(stored.deployments(), config.deployments());
    for (Deployment deployment : change.puts()) {
      put(connection, deployment);
    }
    for (String id : change.removals()) {
      connection.update(REMOVE, id);
    }
    return connection.update(SET, SettingsJson.write(config.settings()))
        + connection.update(SET_POLICY, PolicyJson.write(config.policy()));
  }

  private static int put(SqliteConnection connection, Deployment deployment) throws SQLException {
    return connection.update(
        PUT,
        deployment.id(),
        deployment.modelName(),
        deployment.origin().name(),
        DeploymentJson.write(deployment));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(row.getString(1), row.getString(2));
  }

  private static Configured configured(List<Row> rows) {
    List<Deployment> deployments = new ArrayList<>();
    RouterSettings settings = RouterSettings.DEFAULT;
    Map<String, RawJson> policy = Map.of();
    for (Row row : rows) {
      switch (row.kind()) {
        case "settings" -> settings = SettingsJson.read(row.doc());
        case "policy" -> policy = PolicyJson.read(row.doc());
        default -> deployments.add(DeploymentJson.read(row.doc()));
      }
    }
    deployments.sort(ConfigChange.ORDER);
    return new Configured(deployments, settings, policy);
  }

  private record Row(String kind, String doc) {}
}
