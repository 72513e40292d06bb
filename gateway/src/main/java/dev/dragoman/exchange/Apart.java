package dev.dragoman.exchange;

import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;
import dev.dragoman.routing.SharedHealth;
import java.time.Instant;
import java.util.List;

/**
 * One deployment as if there were no other: nobody stands in for it, and what happens to it here is
 * told to nobody.
 */
record Apart(Deployment only) implements Mappings, SharedHealth {
  @Override
  public Configured load() {
    return Configured.of(List.of(only));
  }

  @Override
  public void put(Deployment deployment) {
    throw new UnsupportedOperationException("it stays alone");
  }

  @Override
  public boolean remove(String id) {
    throw new UnsupportedOperationException("it stays");
  }

  @Override
  public void replaceConfig(Configured config) {
    throw new UnsupportedOperationException("it stays as it is");
  }

  @Override
  public Told load(Instant now) {
    return Told.NOTHING;
  }

  @Override
  public void tell(CoolDown coolDown) {}

  @Override
  public void add(Minute more) {}
}
