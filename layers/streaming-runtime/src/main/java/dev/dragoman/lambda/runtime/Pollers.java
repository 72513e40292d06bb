package dev.dragoman.lambda.runtime;

/**
 * The pollers as a whole: when one of them must end the process, the invocations that others have
 * in hand are answered first. Each is bounded by its own deadline, since no poller asks for another
 * event in the meantime.
 */
final class Pollers {

  /** The end of the process; replaced in tests. */
  interface Exit {
    /**
     * Ends the process.
     *
     * @param broken the virtual machine cannot be trusted to run shutdown hooks
     */
    void exit(int code, boolean broken);
  }

  private final Exit exit;
  private boolean ending;
  private int inHand;

  Pollers(Exit exit) {
    this.exit = exit;
  }

  synchronized boolean polling() {
    return !ending;
  }

  synchronized void begin() {
    inHand++;
  }

  synchronized void done() {
    inHand--;
    notifyAll();
  }

  /** Ends the process once nothing is in hand; the caller must have none itself. */
  void end(int code, boolean broken) {
    synchronized (this) {
      ending = true;
      boolean interrupted = false;
      while (inHand > 0 && !interrupted) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    exit.exit(code, broken);
  }
}
