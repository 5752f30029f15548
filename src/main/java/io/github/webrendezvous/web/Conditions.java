package io.github.webrendezvous.web;

import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every form of what a GET can wait for. Thread-safe. */
final class Conditions {
  private final WaitForm key = new KeyForm();

  /** The forms of reserved paths, by the word after the underscore. */
  private final Map<String, WaitForm> reserved = new LinkedHashMap<>();

  Conditions(List<ProbeKind> kinds, Prober prober) {
    kinds.forEach(kind -> reserved.put(kind.name(), new ProbeForm(kind, prober)));
    reserved.put("all", new SeveralForm(true, this));
    reserved.put("any", new SeveralForm(false, this));
  }

  /** Every form, the one of keys first. */
  List<WaitForm> forms() {
    return Stream.concat(Stream.of(key), reserved.values().stream()).toList();
  }

  /**
   * The form that a path is of.
   *
   * @throws BadRequestException if it is reserved and means nothing
   */
  WaitForm form(RequestPath path) throws BadRequestException {
    if (!path.isReserved()) {
      return key;
    }
    WaitForm form = reserved.get(path.reservedName());
    if (form == null) {
      throw new BadRequestException(
          404,
          "/"
              + path.segments().get(0)
              + " means nothing here; what starts with /_ is reserved: "
              + reserved.values().stream().map(WaitForm::usage).collect(Collectors.joining(", "))
              + "; /_help says more");
    }
    return form;
  }
}
