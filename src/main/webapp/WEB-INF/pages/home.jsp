<%@ page contentType="text/html; charset=UTF-8" session="false" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>${home.waiting.size} waiting, ${home.failed.size} failed – web-rendezvous</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <noscript><meta http-equiv="refresh" content="2"></noscript>
  <link rel="icon" href="_assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="_assets/page.css">
  <script src="_assets/page.js" defer></script>
</head>
<body data-position="${home.position}" data-now="${home.now}">
<header>
  <h1>web-rendezvous</h1>
  <p class="summary" role="status"><span class="waiting">${home.waiting.size} waiting</span> <span class="failed">${home.failed.size} failed</span> <span class="ready">${home.ready.size} ready</span></p>
  <p class="live" id="live"><noscript>This page refreshes every 2 seconds.</noscript></p>
  <nav><a href="_timeline">Timeline</a></nav>
  <c:if test="${home.signedIn}"><form method="post" action="_sign-out"><button>Sign out</button></form></c:if>
</header>
<main id="main">
  <section class="failed" aria-labelledby="failed" data-key="failed">
    <h2 id="failed">Failed or timed out <span class="count">${home.failed.size}</span></h2>
    <c:choose>
      <c:when test="${home.failed.size == 0}"><p class="none">Nothing has failed or timed out.</p></c:when>
      <c:otherwise>
        <table role="table">
          <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Key</th><th scope="col" role="columnheader">When</th><th scope="col" role="columnheader">What</th><th scope="col" role="columnheader">Caller</th><th scope="col" role="columnheader">Reason</th><c:if test="${home.acts}"><th scope="col" role="columnheader" class="acts"><span class="hidden">Actions</span></th></c:if></tr></thead>
          <tbody role="rowgroup">
          <c:forEach items="${home.failed.rows}" var="row">
            <tr role="row" data-key="<c:out value='${row.id}'/>"><th scope="row" role="rowheader"><bdi><c:out value="${row.name}"/></bdi></th><td role="cell" data-label="When"><time datetime="${row.when.at}"><c:out value="${row.when.words}"/></time></td><td role="cell" data-label="What"><c:out value="${row.what}"/></td><td role="cell" data-label="Caller"><bdi><c:out value="${row.caller}"/></bdi></td><td role="cell" data-label="Reason" class="why"><c:if test="${row.several}"><ul class="terms"></c:if><c:forEach items="${row.parts}" var="part"><c:if test="${row.several}"><li class="missing"><bdi class="path"><c:out value="${part.path}"/></bdi> </c:if><c:choose><c:when test="${part['long']}"><details><summary><bdi><c:out value="${part.beginning}"/></bdi></summary><p><bdi><c:out value="${part.why}"/></bdi></p></details></c:when><c:otherwise><bdi class="state"><c:out value="${part.why}"/></bdi></c:otherwise></c:choose><c:if test="${row.several}"><c:if test="${part.key and home.resets}"> <span class="act"><button type="button" hidden data-act="DELETE" data-path="<c:out value='${part.path}'/>" aria-label="<c:out value='Reset ${part.path}'/>">Reset</button></span></c:if></li></c:if></c:forEach><c:if test="${row.several}"></ul></c:if></td><c:if test="${home.acts}"><td role="cell" class="acts"><c:forEach items="${row.parts}" var="part"><c:if test="${part.key and home.resets and not row.several}"><span class="act"><button type="button" hidden data-act="DELETE" data-path="<c:out value='${part.path}'/>" aria-label="<c:out value='Reset ${part.path}'/>">Reset</button></span></c:if></c:forEach></td></c:if></tr>
          </c:forEach>
          </tbody>
        </table>
        <c:if test="${home.failed.leftOut > 0}"><p class="none">… and ${home.failed.leftOut} more</p></c:if>
      </c:otherwise>
    </c:choose>
  </section>

  <section class="waiting" aria-labelledby="waiting" data-key="waiting">
    <h2 id="waiting">Waiting <span class="count">${home.waiting.size}</span></h2>
    <c:choose>
      <c:when test="${home.waiting.size == 0}">
        <p class="none">No one is waiting. To wait for a key, and to signal it from somewhere else:</p>
        <pre tabindex="0">curl -f ${home.signedIn ? "-H @token " : ""}<c:out value="${home.baseUrl}"/>abc
curl ${home.signedIn ? "-H @token " : ""}-X PUT <c:out value="${home.baseUrl}"/>abc</pre>
      </c:when>
      <c:otherwise>
        <table role="table">
          <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Caller</th><th scope="col" role="columnheader">Waits for</th><th scope="col" role="columnheader">Since</th><th scope="col" role="columnheader">Time left</th><c:if test="${home.acts}"><th scope="col" role="columnheader" class="acts"><span class="hidden">Actions</span></th></c:if></tr></thead>
          <tbody role="rowgroup">
          <c:forEach items="${home.waiting.rows}" var="row">
            <tr role="row" data-key="${row.id}"><th scope="row" role="rowheader"><bdi><c:out value="${row.caller}"/></bdi></th><td role="cell" data-label="Waits for" class="why"><c:if test="${row.several}"><p class="several"><c:out value="${row.condition}"/></p></c:if><ul class="terms"><c:forEach items="${row.terms}" var="term"><li class="${term.holds ? 'holds' : 'missing'}"><bdi class="path"><c:out value="${term.path}"/></bdi> <bdi class="state"><c:out value="${term.state}"/></bdi><c:if test="${home.acts and row.several and term.key and not term.holds}"> <span class="act"><c:if test="${home.signals}"><button type="button" hidden data-act="PUT" data-path="<c:out value='${term.path}'/>" aria-label="<c:out value='Signal ${term.path}'/>">Signal</button><button type="button" hidden data-act="FAIL" data-path="<c:out value='${term.path}'/>" aria-label="<c:out value='Fail ${term.path}'/>">Fail</button></c:if><c:if test="${home.resets}"><button type="button" hidden data-act="DELETE" data-path="<c:out value='${term.path}'/>" aria-label="<c:out value='Reset ${term.path}'/>">Reset</button></c:if></span></c:if><c:if test="${not empty term.announcers}"><ul class="tree"><c:forEach items="${term.announcers}" var="line"><li><bdi><c:out value="${line}"/></bdi></li></c:forEach></ul></c:if></li></c:forEach></ul></td><td role="cell" data-label="Since"><time datetime="${row.since.at}"><c:out value="${row.since.words}"/></time></td><td role="cell" data-label="Time left"><span class="left" data-until="${row.until}"><c:out value="${row.left}"/></span> <progress max="${row.timeout}" value="${row.leftMillis}" data-until="${row.until}" aria-label="Time left"></progress></td><c:if test="${home.acts}"><td role="cell" class="acts"><c:forEach items="${row.terms}" var="term"><c:if test="${term.key and not term.holds and not row.several}"><span class="act"><c:if test="${home.signals}"><button type="button" hidden data-act="PUT" data-path="<c:out value='${term.path}'/>" aria-label="<c:out value='Signal ${term.path}'/>">Signal</button><button type="button" hidden data-act="FAIL" data-path="<c:out value='${term.path}'/>" aria-label="<c:out value='Fail ${term.path}'/>">Fail</button></c:if><c:if test="${home.resets}"><button type="button" hidden data-act="DELETE" data-path="<c:out value='${term.path}'/>" aria-label="<c:out value='Reset ${term.path}'/>">Reset</button></c:if></span></c:if></c:forEach></td></c:if></tr>
          </c:forEach>
          </tbody>
        </table>
        <c:if test="${home.waiting.leftOut > 0}"><p class="none">… and ${home.waiting.leftOut} more</p></c:if>
      </c:otherwise>
    </c:choose>
  </section>

  <section class="ready" aria-labelledby="ready" data-key="ready">
    <h2 id="ready">Ready <span class="count">${home.ready.size}</span></h2>
    <c:choose>
      <c:when test="${home.ready.size == 0}"><p class="none">Nothing is ready yet.</p></c:when>
      <c:otherwise>
        <table role="table">
          <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Key</th><th scope="col" role="columnheader">Since</th><th scope="col" role="columnheader">Details</th><c:if test="${home.acts}"><th scope="col" role="columnheader" class="acts"><span class="hidden">Actions</span></th></c:if></tr></thead>
          <tbody role="rowgroup">
          <c:forEach items="${home.ready.rows}" var="row">
            <tr role="row" data-key="<c:out value='${row.path}'/>"><th scope="row" role="rowheader"><bdi><c:out value="${row.path}"/></bdi></th><td role="cell" data-label="Since"><time datetime="${row.when.at}"><c:out value="${row.when.words}"/></time></td><td role="cell" data-label="Details"><c:out value="${row.why}"/></td><c:if test="${home.acts}"><td role="cell" class="acts"><c:if test="${row.key and home.resets}"><button type="button" hidden data-act="DELETE" data-path="<c:out value='${row.path}'/>" aria-label="<c:out value='Reset ${row.path}'/>">Reset</button></c:if></td></c:if></tr>
          </c:forEach>
          </tbody>
        </table>
        <c:if test="${home.ready.leftOut > 0}"><p class="none">… and ${home.ready.leftOut} more</p></c:if>
      </c:otherwise>
    </c:choose>
  </section>

  <section class="happened" aria-labelledby="happened" data-key="happened">
    <h2 id="happened">Recent events</h2>
    <c:choose>
      <c:when test="${empty home.happened}"><p class="none">No events yet.</p></c:when>
      <c:otherwise>
        <table role="table">
          <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Key</th><th scope="col" role="columnheader">Event</th><th scope="col" role="columnheader">Caller</th><th scope="col" role="columnheader">Details</th><th scope="col" role="columnheader">At (UTC)</th></tr></thead>
          <tbody role="rowgroup">
          <c:forEach items="${home.happened}" var="row">
            <tr role="row"><th scope="row" role="rowheader"><bdi><c:out value="${row.path}"/></bdi></th><td role="cell" data-label="Event"><c:out value="${row.what}"/></td><td role="cell" data-label="Caller"><bdi><c:out value="${row.caller}"/></bdi></td><td role="cell" data-label="Details" class="why"><bdi><c:out value="${row.why}"/></bdi></td><td role="cell" data-label="At" class="at"><c:out value="${row.when.words}"/></td></tr>
          </c:forEach>
          </tbody>
        </table>
      </c:otherwise>
    </c:choose>
  </section>
  <c:if test="${not empty home.store}">
  <section class="nodes" aria-labelledby="nodes" data-key="nodes">
    <h2 id="nodes">Nodes <span class="count">${home.nodes.size()}</span></h2>
    <table role="table">
      <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Node</th><th scope="col" role="columnheader">Seen</th><th scope="col" role="columnheader">Waits</th><th scope="col" role="columnheader">Note</th></tr></thead>
      <tbody role="rowgroup">
      <c:forEach items="${home.nodes}" var="row">
        <tr role="row" data-key="<c:out value='${row.path}'/>"><th scope="row" role="rowheader"><bdi><c:out value="${row.path}"/></bdi></th><td role="cell" data-label="Seen"><time datetime="${row.when.at}"><c:out value="${row.when.words}"/></time></td><td role="cell" data-label="Waits"><c:out value="${row.what}"/></td><td role="cell" data-label="Note"><c:out value="${row.why}"/></td></tr>
      </c:forEach>
      </tbody>
    </table>
    <p class="none"><bdi><c:out value="${home.store}"/></bdi></p>
  </section>
  </c:if>
</main>
<c:if test="${home.acts}">
<dialog id="confirm" aria-labelledby="question">
  <form method="dialog">
    <h2 id="question"></h2>
    <p class="path"><bdi id="what"></bdi></p>
    <p id="explained"></p>
    <p id="reasoned" hidden><label for="reason">Reason</label><input id="reason" maxlength="1000"></p>
    <p class="message" role="alert" id="refused"></p>
    <button value="yes" id="yes"></button><button value="no">Cancel</button>
  </form>
</dialog>
</c:if>
</body>
</html>
