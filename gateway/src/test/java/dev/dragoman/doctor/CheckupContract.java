package dev.dragoman.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.config.ConfigReader;
import dev.dragoman.exchange.Gateway;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.ScriptedUpstream;
import dev.dragoman.fixture.upstream.UpstreamForm;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the doctor says of a model behind a form of API, whichever that is. */
abstract class CheckupContract {
  private static final String KEY = "sk-doctor-1234567890";

  /** The window that the deployments set, and how many bytes the upstreams take. */
  private static final int WINDOW = 20_000;

  private static final int TAKEN = 60_000;

  private static final String TOO_LONG =
      "prompt is too long: 24000 tokens > " + WINDOW + " maximum";

  private static final String PRICED =
      "{max_input_tokens: "
          + WINDOW
          + ", input_cost_per_token: 0.000001, output_cost_per_token: 0.00001,"
          + " search_context_cost_per_query: 0.01}";

  private final UpstreamForm form;

  CheckupContract(UpstreamForm form) {
    this.form = form;
  }

  /** Whether the provider searches the web itself. */
  protected boolean searches() {
    return false;
  }

  /** Whether calls are signed, thought over or not. */
  protected boolean signsCalls() {
    return false;
  }

  /** Whether usage can be left out of an answer in this form. */
  protected boolean mayOmitUsage() {
    return true;
  }

  /** What stands in the environment that a deployment of the form refers to. */
  protected Map<String, String> environment() {
    return Map.of("UPSTREAM_KEY", "sk-upstream");
  }

  @Test
  void aModelThatDoesAllItIsToldHoldsAll() throws Exception {
    Report report = check(new LackingForm(form, TAKEN, TOO_LONG, true, true), AbleModel::answer);
    for (Finding finding : report.findings()) {
      Outcome outcome = finding.outcome();
      if (finding.probe().equals("web search") && !searches()) {
        assertEquals(Outcome.REFUSED, outcome, () -> Table.of(report));
      } else {
        assertTrue(
            outcome == Outcome.HOLDS || outcome == Outcome.NOTED,
            () -> finding + "\n" + Table.of(report));
      }
    }
    assertFalse(report.failed());
  }

  @Test
  void whatIsReportedIsPriced() throws Exception {
    Report report = check(new LackingForm(form, TAKEN, TOO_LONG, true, true), AbleModel::answer);
    Finding text = finding(report, "text");
    assertEquals(20L, text.input());
    assertEquals(4L, text.output());
    assertEquals("$0.000060", text.cost().toString());
    assertEquals(0, report.cost().unknown(), () -> Table.of(report));
    // A refused prompt is not charged for.
    assertEquals(Cost.NONE, finding(report, "overflow").cost());
    long sum = report.findings().stream().mapToLong(each -> each.cost().nanos()).sum();
    assertEquals(sum, report.cost().nanos());
  }

  @Test
  void whatIsCachedIsTold() throws Exception {
    Report report = check(new LackingForm(form, TAKEN, TOO_LONG, true, true), AbleModel::answer);
    String remark = finding(report, "prompt cache").verdict().remark();
    assertTrue(remark.contains("tokens read the second time"), remark);
  }

  @Test
  void whatAModelLacksIsToldWithWhatToSet() throws Exception {
    UpstreamForm lacking =
        new LackingForm(form, TAKEN, "the quota of input is exceeded", !mayOmitUsage(), false);
    Report report = check(lacking, CheckupContract::poorly, false);
    assertOutcome(Outcome.HOLDS, "text", report);
    assertOutcome(Outcome.UNKNOWN, "parallel calls", report);
    assertOutcome(Outcome.FAILS, "forced tool", report);
    assertOutcome(Outcome.FAILS, "image", report);
    assertOutcome(Outcome.FAILS, "image in a result", report);
    assertOutcome(Outcome.FAILS, "PDF in a result", report);
    assertOutcome(signsCalls() ? Outcome.HOLDS : Outcome.UNKNOWN, "thinking", report);
    assertOutcome(Outcome.FAILS, "structured output", report);
    // The gateway refuses what surely exceeds the window, whatever the provider would say.
    assertOutcome(Outcome.HOLDS, "overflow", report);
    assertTrue(report.failed());
    String table = Table.of(report);
    String said = table.replaceAll("\\s+", " ");
    assertTrue(said.contains("one call at a time"), table);
    assertTrue(said.contains("files of this kind are not taken"), table);
    assertTrue(said.contains("prompt is too long"), table);
    String set = String.join("\n", report.set());
    assertTrue(set.contains("supports_vision: false"), set);
    assertTrue(set.contains("(image, image in a result)"), set);
    assertTrue(set.contains("supports_pdf_input: false"), set);
    assertTrue(table.lines().allMatch(line -> line.length() <= 100), table);
  }

  @Test
  void whatNobodyKnowsIsUnknownAndNever0() throws Exception {
    UpstreamForm lacking = new LackingForm(form, TAKEN, TOO_LONG, !mayOmitUsage(), true);
    Report report = check(lacking, CheckupContract::poorly, false);
    Finding text = finding(report, "text");
    assertEquals("unknown", text.cost().toString());
    if (mayOmitUsage()) {
      assertTrue(text.estimated(), text.toString());
      assertOutcome(Outcome.FAILS, "token count", report);
    }
    assertTrue(report.cost().unknown() >= 15, () -> Table.of(report));
    assertTrue(Table.of(report).contains("an unknown sum for"), () -> Table.of(report));
    assertTrue(report.set().stream().anyMatch(line -> line.startsWith("input_cost_per_token")));
    assertTrue(ReportJson.of(List.of(report)).contains("\"cost_usd\":null"));
  }

  @Test
  void whatBreaksOffFailsAndWhatIsCutShortTeachesNothing() throws Exception {
    UpstreamForm whole = new LackingForm(form, TAKEN, TOO_LONG, true, true);
    Report report =
        check(
            whole,
            heard -> {
              String said = String.join("\n", heard.texts());
              ModelAnswer answer = AbleModel.answer(heard);
              return said.contains("Count from 1 to 30")
                  ? answer.ending(ModelAnswer.End.ERROR)
                  : said.contains("alpha beta") ? answer.ending(ModelAnswer.End.LENGTH) : answer;
            });
    assertOutcome(Outcome.FAILS, "streaming", report);
    assertTrue(finding(report, "streaming").verdict().remark().contains("it broke"));
    assertOutcome(Outcome.UNKNOWN, "stop sequence", report);
  }

  @Test
  void whatTheGatewayRefusesReachesNoProviderAndCostsNothing() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start(form, AbleModel::answer);
        Bench bench =
            new Bench(upstream.baseUrl(), PRICED.replace("}", ", supports_vision: false}"))) {
      List<Probe> images =
          Probe.usual().stream().filter(probe -> probe.name().startsWith("image")).toList();
      Report report = bench.checkup().run(images, finding -> {});
      assertOutcome(Outcome.REFUSED, "image", report);
      assertEquals(Cost.NONE, report.cost());
      assertTrue(report.set().getFirst().startsWith("modify_params: true"), report::toString);
      assertFalse(report.failed());
      assertEquals(List.of(), upstream.requests());
    }
  }

  @Test
  void whereNothingAnswersTheRestIsNotAsked() throws Exception {
    int[] told = {0};
    Report report;
    try (Bench bench = new Bench("http://127.0.0.1:9", PRICED)) {
      report = bench.checkup().run(all(), finding -> told[0]++);
    }
    assertOutcome(Outcome.FAILS, "text", report);
    assertTrue(
        report.findings().stream().skip(1).allMatch(each -> each.outcome() == Outcome.SKIPPED));
    assertEquals(all().size(), told[0]);
    assertEquals(1, report.requests());
  }

  @Test
  void whatIsStoppedTellsWhatItFound() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start(form, AbleModel::answer);
        Bench bench = new Bench(upstream.baseUrl(), PRICED)) {
      Checkup checkup = bench.checkup();
      Report report = checkup.run(all(), finding -> checkup.stop());
      assertEquals(
          List.of(Outcome.HOLDS, Outcome.SKIPPED),
          report.findings().stream().map(Finding::outcome).limit(2).toList());
      assertEquals(1, upstream.requests().size());
    }
  }

  /** One that calls once, sees nothing, thinks nothing, and answers in prose. */
  private static ModelAnswer poorly(Heard heard) {
    String said = String.join("\n", heard.texts());
    if (!heard.media().isEmpty()) {
      return ModelAnswer.of("I cannot see anything here.");
    }
    if (!heard.schema().isMissingNode() || said.contains("herons stand")) {
      return ModelAnswer.of("There are seven herons.");
    }
    if (said.contains("six times seven")) {
      return ModelAnswer.of("42");
    }
    if (heard.tools().containsKey("secret_word") && heard.results().isEmpty()) {
      return ModelAnswer.empty().call("call_1", "secret_word", "{\"key\":\"alpha\"}");
    }
    return AbleModel.answer(heard);
  }

  private Report check(UpstreamForm provider, Function<Heard, ModelAnswer> model)
      throws IOException {
    return check(provider, model, true);
  }

  private Report check(UpstreamForm provider, Function<Heard, ModelAnswer> model, boolean priced)
      throws IOException {
    try (ScriptedUpstream upstream = ScriptedUpstream.start(provider, model);
        Bench bench = new Bench(upstream.baseUrl(), PRICED)) {
      return bench.checkup(priced).run(all(), finding -> {});
    }
  }

  private static List<Probe> all() {
    List<Probe> probes = new ArrayList<>(Probe.usual());
    probes.add(Probe.overflow());
    return probes;
  }

  private static Finding finding(Report report, String probe) {
    return report.findings().stream()
        .filter(finding -> finding.probe().equals(probe))
        .findFirst()
        .orElseThrow();
  }

  private static void assertOutcome(Outcome expected, String probe, Report report) {
    assertEquals(expected, finding(report, probe).outcome(), () -> probe + "\n" + Table.of(report));
  }

  /** A gateway with one deployment of the form. */
  private final class Bench implements AutoCloseable {
    private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
    private final Deployment target;

    Bench(String baseUrl, String modelInfo) {
      String params =
          form.deployment(baseUrl).stream()
              .map(line -> "      " + line + "\n")
              .collect(Collectors.joining());
      String yaml =
          "model_list:\n  - model_name: asked\n    litellm_params:\n"
              + params
              + "    model_info: "
              + modelInfo
              + "\n";
      target =
          new ConfigReader(Providers.known(), environment()::get)
              .read(yaml)
              .deployments()
              .getFirst();
    }

    Checkup checkup() {
      return checkup(true);
    }

    /** One that knows prices, or does not. */
    Checkup checkup(boolean priced) {
      InMemoryStore store = new InMemoryStore();
      store.mappings().put(target);
      Gateway.World world =
          new Gateway.World(
              store.mappings(),
              store.ledger(),
              store.health(),
              null,
              client,
              environment()::get,
              KEY,
              Clock.systemUTC(),
              new Random(1));
      ModelFacts all = new ModelCatalogue().of(target);
      ModelFacts facts =
          priced
              ? all
              : new ModelFacts(all.contextWindow(), all.maxOutputTokens(), all.abilities());
      return new Checkup(Gateway.in(world), store.ledger(), KEY, target, facts, Clock.systemUTC());
    }

    @Override
    public void close() {
      client.close();
    }
  }
}
