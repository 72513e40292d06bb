package dev.dragoman.store;

import dev.dragoman.json.Unicode;
import dev.dragoman.ledger.DailySums;
import dev.dragoman.ledger.DailySums.Place;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sums.Amounts;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A sum as an item of the table of accounts: {@code kind} is {@code sum/SCOPE/yyyy-MM}, {@code id}
 * is {@code dd/BY/VALUE}, then a number for each field that is not 0. So a month of a scope is one
 * range of one partition, in the order of its days.
 *
 * <p>Attributes that begin with {@code s_} are {@link UsageStream}'s.
 */
final class DynamoSumItem {
  static final String KIND = "kind";
  static final String ID = "id";

  /** What follows '/' in ASCII: the first character that cannot be in a day's ids. */
  private static final char AFTER_SLASH = '0';

  private DynamoSumItem() {}

  static Map<String, AttributeValue> key(Place place) {
    return new DynamoItem()
        .text(KIND, kind(place.scope(), YearMonth.from(place.day())))
        .text(ID, first(place.day()) + place.by() + "/" + place.value())
        .attributes();
  }

  static Sums.Sum read(String scope, YearMonth month, Map<String, AttributeValue> item) {
    String[] id = String.valueOf(text(item)).split("/", 3);
    return new Sums.Sum(month.atDay(Integer.parseInt(id[0])), scope, id[1], id[2], amounts(item));
  }

  static String kind(String scope, YearMonth month) {
    return Unicode.wellFormed("sum/" + DailySums.bounded(scope) + "/" + month);
  }

  /** Before all ids of a day. */
  static String first(LocalDate day) {
    return String.format(Locale.ROOT, "%02d/", day.getDayOfMonth());
  }

  /** Behind all ids of a day. */
  static String last(LocalDate day) {
    return String.format(Locale.ROOT, "%02d%c", day.getDayOfMonth(), AFTER_SLASH);
  }

  private static @Nullable String text(Map<String, AttributeValue> item) {
    AttributeValue value = item.get(ID);
    return value == null ? null : value.s();
  }

  private static Amounts amounts(Map<String, AttributeValue> item) {
    return SumField.amounts(field -> {
      AttributeValue stored = item.get(field.column());
      return stored == null ? 0 : Long.parseLong(stored.n());
    });
  }
}
