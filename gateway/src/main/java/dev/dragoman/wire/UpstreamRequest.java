package dev.dragoman.wire;

import java.net.URI;

/**
 * A request to a provider, whole and ready to be sent.
 *
 * <p>A provider fills it from a Messages request and a deployment, a credential adds its fields,
 * and the upstream client sends it as it is. The client itself writes {@code host} (unless it is
 * among the headers, as a signature may want), {@code content-length} and what concerns the
 * connection; it never asks for a compressed answer.
 *
 * @param method a token such as {@code POST}
 * @param uri absolute, of scheme {@code http} or {@code https}; its path and query are sent as they
 *     are escaped here
 * @param headers what to send beside the fields named above
 * @param body the octets to send, empty for none; never changed after, nor copied
 */
public record UpstreamRequest(String method, URI uri, Headers headers, byte[] body) {

  public UpstreamRequest {
    if (!Headers.isToken(method)) {
      throw new IllegalArgumentException("not a method");
    }
    String scheme = uri.getScheme();
    if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException("an upstream address needs http:// or https://");
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65535) {
      throw new IllegalArgumentException("an upstream address without a host or a proper port");
    }
  }

  /** Method, host and path: the query, the values of headers and the body may be secret. */
  @Override
  public String toString() {
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return method + " " + uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath();
  }
}
