package dev.dragoman.fuzz;

import static dev.dragoman.fuzz.LegalStream.holds;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Abilities;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.provider.golden.Golden;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * Reads requests, and puts those that can be read as the providers of one dialect want them: a 400
 * that names the place, or a request that is JSON again.
 */
final class RequestReading implements Reading {
  private static final Pattern PLACE =
      Pattern.compile("^(the request body |[^ :]+(\\.[^:]*)?: ).*", Pattern.DOTALL);

  private final ModelCatalogue models = new ModelCatalogue();
  private final Providers providers = new Providers(models);
  private final String dialect;
  private final List<byte[]> bodies = new ArrayList<>();
  private final List<Deployment> targets = new ArrayList<>();

  RequestReading(String dialect) throws IOException, URISyntaxException {
    this.dialect = dialect;
    for (Golden golden : Golden.all(dialect)) {
      bodies.add(Files.readAllBytes(golden.folder().resolve("request.json")));
      targets.add(golden.target());
    }
  }

  @Override
  public String name() {
    return "requests for " + dialect;
  }

  @Override
  public int share() {
    return 35;
  }

  @Override
  public boolean read(RandomGenerator random) {
    byte[] body = bodies.get(random.nextInt(bodies.size()));
    byte[] other = bodies.get(random.nextInt(bodies.size()));
    Deployment target = targets.get(random.nextInt(targets.size()));
    byte[] damaged = Inputs.damaged(body, other, random);
    return Bounds.hold(damaged.length, () -> read(damaged, target));
  }

  private boolean read(byte[] body, Deployment target) {
    MessagesRequest request;
    try {
      request = RequestReader.read(body);
    } catch (ApiException e) {
      Inputs.isTellable(e);
      holds(e.error().type() == ErrorType.INVALID_REQUEST, "a bad request is invalid");
      holds(e.error().status() == 400, "a bad request is a 400");
      String message = e.error().message();
      holds(PLACE.matcher(message).matches(), "a refusal names the place: " + message);
      return false;
    }
    try {
      MessagesRequest fitted = Abilities.fit(request, target, models.of(target), new Notes());
      Encoded encoded = providers.of(target).encode(fitted, target);
      LegalStream.parses(encoded.request().body());
      return true;
    } catch (ApiException e) {
      Inputs.isTellable(e);
      holds(e.error().status() < 500, "a refusal is not ours");
      return false;
    }
  }
}
