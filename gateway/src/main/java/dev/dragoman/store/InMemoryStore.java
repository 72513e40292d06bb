package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Directory;
import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.RouterSettings;
import dev.dragoman.routing.SharedHealth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A store that lasts as long as its process, and grows with every request. */
public final class InMemoryStore implements Store {
  private final Mappings mappings = new MappingsInMemory();
  private final InMemoryLedger ledger = new InMemoryLedger();
  private final Sums sums = new InMemorySums(ledger::records);
  private final SharedHealth health = new InMemoryHealth();
  private final NewestRequests newest = new InMemoryNewest();
  private final Directory directory = InMemoryDirectory.empty();
  private final AuditLog audit = new InMemoryAudit();
  private final Accounts accounts = new InMemoryAccounts();

  @Override
  public Mappings mappings() {
    return mappings;
  }

  @Override
  public SharedHealth health() {
    return health;
  }

  @Override
  public NewestRequests newest() {
    return newest;
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

  @Override
  public void close() {}

  private static final class MappingsInMemory implements Mappings {
    private List<Deployment> deployments = List.of();
    private RouterSettings settings = RouterSettings.DEFAULT;
    private Map<String, RawJson> policy = Map.of();

    @Override
    public synchronized Configured load() {
      return new Configured(deployments, settings, policy);
    }

    @Override
    public synchronized void put(Deployment deployment) {
      change(List.of(deployment), List.of());
    }

    @Override
    public synchronized boolean remove(String id) {
      int before = deployments.size();
      change(List.of(), List.of(id));
      return deployments.size() < before;
    }

    @Override
    public synchronized void replaceConfig(Configured config) {
      ConfigChange change = ConfigChange.between(deployments, config.deployments());
      change(change.puts(), change.removals());
      settings = config.settings();
      policy = config.policy();
    }

    private void change(List<Deployment> puts, List<String> removals) {
      Map<String, Deployment> byId = new HashMap<>();
      deployments.forEach(deployment -> byId.put(deployment.id(), deployment));
      puts.forEach(deployment -> byId.put(deployment.id(), deployment));
      removals.forEach(byId::remove);
      deployments = byId.values().stream().sorted(ConfigChange.ORDER).toList();
    }
  }
}
