package dev.dragoman.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An address of Azure's as its portal shows it: with the version of the API as its query. */
final class AzureAddress {
  private static final Pattern QUERY = Pattern.compile("([^?#]*)\\?api-version=([A-Za-z0-9.-]+)");

  private AzureAddress() {}

  /** The address without its version. */
  static String base(String address, String provider) {
    Matcher parts = QUERY.matcher(address);
    return isAzure(provider) && parts.matches() ? parts.group(1) : address;
  }

  /** The version in the address; null if there is none. */
  static @Nullable String version(@Nullable String address, String provider) {
    if (address == null || !isAzure(provider)) {
      return null;
    }
    Matcher parts = QUERY.matcher(address.strip());
    return parts.matches() ? parts.group(2) : null;
  }

  private static boolean isAzure(String provider) {
    return provider.equals("azure") || provider.equals("azure_ai");
  }
}
