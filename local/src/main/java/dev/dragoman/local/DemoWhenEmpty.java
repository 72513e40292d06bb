package dev.dragoman.local;

import dev.dragoman.demo.DemoModel;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Configured;
import dev.dragoman.routing.Mappings;

/** Offers the demo model for as long as nothing is configured. */
record DemoWhenEmpty(Mappings mappings) implements Mappings {
  @Override
  public Configured load() {
    Configured configured = mappings.load();
    return configured.deployments().isEmpty()
        ? new Configured(DemoModel.deployments(), configured.settings(), configured.policy())
        : configured;
  }

  @Override
  public void put(Deployment deployment) {
    mappings.put(deployment);
  }

  @Override
  public boolean remove(String id) {
    return mappings.remove(id);
  }

  @Override
  public void replaceConfig(Configured config) {
    mappings.replaceConfig(config);
  }
}
