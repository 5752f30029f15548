package io.github.webrendezvous.web;

import io.github.webrendezvous.http.BadRequestException;
import io.github.webrendezvous.http.RequestPath;
import io.github.webrendezvous.probe.ProbeKind;
import io.github.webrendezvous.probe.Prober;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every form of what a GET can wait for. Thread-safe. */
public final class Conditions {
  private final WaitForm key = new KeyForm();

  /** The forms of reserved paths, by their first segment. */
  private final Map<String, WaitForm> reserved = new LinkedHashMap<>();

  public Conditions(List<ProbeKind> kinds, Prober prober) {
    kinds.forEach(kind -> add(new ProbeForm(kind, prober)));
    add(new SeveralForm(true, this));
    add(new SeveralForm(false, this));
  }

  private void add(WaitForm form) {
    reserved.put(PathTemplate.of(form.usage()).segments().get(0), form);
  }

  /** Every form, the one of keys first. */
  List<WaitForm> forms() {
    return Stream.concat(Stream.of(key), reserved.values().stream()).toList();
  }

  WaitForm ofKey() {
    return key;
  }

  /**
   * The form that a path is of.
   *
   * @throws BadRequestException if it is reserved and means nothing
   */
  WaitForm form(RequestPath path) throws BadRequestException {
    if (!KeyPaths.isReserved(path)) {
      return key;
    }
    WaitForm form = reserved.get(path.first());
    if (form == null) {
      throw unknown(path);
    }
    return form;
  }

  /** That a reserved path means nothing. */
  BadRequestException unknown(RequestPath path) {
    return new BadRequestException(
        404,
        "/"
            + path.first()
            + " means nothing here; what starts with /_ is reserved: "
            + reserved.values().stream().map(WaitForm::usage).collect(Collectors.joining(", "))
            + "; /_help says more");
  }
}
