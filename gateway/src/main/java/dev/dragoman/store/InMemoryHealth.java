package dev.dragoman.store;

import dev.dragoman.routing.SharedHealth;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** What one process knows of deployments. */
final class InMemoryHealth implements SharedHealth {
  private final Map<String, CoolDown> coolDowns = new HashMap<>();
  private final Map<Key, Minute> minutes = new HashMap<>();

  private record Key(String deployment, Instant minute) {}

  @Override
  public synchronized Told load(Instant now) {
    return HealthRecords.told(coolDowns.values(), minutes.values(), now);
  }

  @Override
  public synchronized void tell(CoolDown coolDown) {
    coolDowns.merge(coolDown.deployment(), HealthRecords.kept(coolDown), HealthRecords::later);
  }

  @Override
  public synchronized void add(Minute more) {
    Instant minute = HealthRecords.minute(more.minute());
    Key key = new Key(more.deployment(), minute);
    if (!minutes.containsKey(key)) {
      forgetBefore(minute.minus(HealthRecords.KEPT));
    }
    Minute added =
        new Minute(
            more.deployment(),
            minute,
            more.requests(),
            more.tokens(),
            more.failures(),
            more.answers(),
            more.firstContentMillis());
    minutes.merge(key, added, HealthRecords::sum);
  }

  private void forgetBefore(Instant old) {
    minutes.keySet().removeIf(key -> key.minute().isBefore(old));
    coolDowns.values().removeIf(coolDown -> coolDown.until().isBefore(old));
  }
}
