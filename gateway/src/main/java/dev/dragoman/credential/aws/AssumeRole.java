package dev.dragoman.credential.aws;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Http;
import dev.dragoman.credential.KeptToken;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.credential.Surroundings;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Fetches the keys of a role.
 *
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html">
 *     AssumeRole</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html">
 *     AssumeRoleWithWebIdentity</a>
 */
final class AssumeRole {
  private final Surroundings surroundings;
  private final AwsSigner signer;

  AssumeRole(Surroundings surroundings, AwsSigner signer) {
    this.surroundings = surroundings;
    this.signer = signer;
  }

  /** The role's keys, asked for with {@code identity}'s, or with the token that the role has. */
  KeptToken.Token keys(
      Authentication.AwsRole role, String region, Supplier<AwsCredentialsIdentity> identity) {
    SecretRef token = role.webIdentity();
    UpstreamRequest request =
        token == null
            ? signer.sign(request(role, region, null), "sts", region, identity.get())
            : request(role, region, surroundings.resolve(token));
    Http.Answer answer;
    try {
      answer = surroundings.http().send(request);
    } catch (IOException e) {
      throw MissingSecret.forNow("STS cannot be reached to assume " + role.arn());
    }
    String xml = new String(answer.body(), StandardCharsets.UTF_8);
    if (answer.status() != 200) {
      throw MissingSecret.refused(
          answer.status(),
          "STS refused to let "
              + role.arn()
              + " be assumed: HTTP "
              + answer.status()
              + reason(xml));
    }
    try {
      return RoleKeys.token(
          element(xml, "AccessKeyId"),
          element(xml, "SecretAccessKey"),
          element(xml, "SessionToken"),
          Instant.parse(element(xml, "Expiration")));
    } catch (DateTimeException e) {
      throw new MissingSecret("STS gave keys without an expiration that can be read");
    }
  }

  private static UpstreamRequest request(
      Authentication.AwsRole role, String region, @Nullable String token) {
    StringBuilder form = new StringBuilder("Action=AssumeRole");
    form.append(token == null ? "" : "WithWebIdentity").append("&Version=2011-06-15");
    if (token != null) {
      field("WebIdentityToken", token.strip(), form);
    }
    field("RoleArn", role.arn(), form);
    field("RoleSessionName", role.session(), form);
    if (role.externalId() != null) {
      field("ExternalId", role.externalId(), form);
    }
    String suffix = region.startsWith("cn-") ? ".amazonaws.com.cn/" : ".amazonaws.com/";
    String endpoint = role.endpoint();
    return new UpstreamRequest(
        "POST",
        URI.create(endpoint == null ? "https://sts." + region + suffix : endpoint),
        Headers.of("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
        form.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static void field(String name, String value, StringBuilder form) {
    form.append('&').append(name).append('=');
    form.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
  }

  /** Its code, such as {@code AccessDenied}: the message would name accounts and keys. */
  private static String reason(String xml) {
    String code = find(xml, "Code");
    return code == null || !code.matches("\\w{1,64}") ? "" : " " + code;
  }

  private static String element(String xml, String name) {
    String text = find(xml, name);
    if (text == null || text.isEmpty()) {
      throw new MissingSecret("STS gave keys without their " + name);
    }
    return text;
  }

  /** The text of an element; those of keys hold no entity, and none stands twice. */
  private static @Nullable String find(String xml, String name) {
    Matcher element = Pattern.compile("<" + name + ">\\s*([^<]*?)\\s*</" + name + ">").matcher(xml);
    return element.find() ? element.group(1) : null;
  }
}
