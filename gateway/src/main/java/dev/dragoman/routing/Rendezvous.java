package dev.dragoman.routing;

import dev.dragoman.provider.Deployment;
import java.util.List;

/**
 * Weighted rendezvous hashing: gives each session one of several deployments, in proportion to
 * their weights. It keeps nothing, and every gateway comes to the same answer; a deployment that is
 * out moves only its own sessions, and gets them back.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Rendezvous_hashing#Weighted_rendezvous_hash">Weighted
 *     rendezvous hash</a>
 */
final class Rendezvous {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private Rendezvous() {}

  /** Which of {@code deployments} a session belongs to; one without weight only if all are. */
  static int pick(String session, List<Deployment> deployments, double[] weights) {
    long ofSession = mix(hash(session));
    int best = 0;
    double highest = -1;
    for (int i = 0; i < weights.length; i++) {
      long hash = mix(ofSession ^ mix(hash(deployments.get(i).id()) + FNV_PRIME));
      double share = ((hash >>> 11) + 0.5) * 0x1p-53;
      // StrictMath: the same bits on every machine.
      double score = weights[i] / -StrictMath.log(share);
      if (score > highest) {
        highest = score;
        best = i;
      }
    }
    return best;
  }

  /** FNV-1a, 64 bits, of UTF-16 units. */
  private static long hash(String text) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /** MurmurHash3's finalizer, which spreads each bit over all. */
  private static long mix(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
