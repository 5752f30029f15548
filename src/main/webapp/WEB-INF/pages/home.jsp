<%@ page contentType="text/html; charset=UTF-8" session="false" trimDirectiveWhitespaces="true" %>
<%@ taglib prefix="c" uri="jakarta.tags.core" %>
<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <title>web-rendezvous: ${home.waiting.size} waiting, ${home.failed.size} failed</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="refresh" content="2">
  <link rel="icon" href="_assets/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="_assets/page.css">
</head>
<body>
<header>
  <h1>web-rendezvous</h1>
  <p>What failed, what is waiting, and what is ready. Refreshes every 2 seconds.</p>
  <c:if test="${home.signedIn}"><form method="post" action="_sign-out"><button>Sign out</button></form></c:if>
</header>
<main>
  <section class="failed" aria-labelledby="failed">
    <h2 id="failed">Failed or timed out <span class="count">${home.failed.size}</span></h2>
    <c:choose>
      <c:when test="${home.failed.size == 0}"><p class="none">Nothing has failed or timed out.</p></c:when>
      <c:otherwise>
        <div class="scroll">
        <table>
          <thead><tr><th scope="col">Key</th><th scope="col">When</th><th scope="col">Waited</th><th scope="col">Caller</th><th scope="col">Reason</th></tr></thead>
          <tbody>
          <c:forEach items="${home.failed.rows}" var="row">
            <tr><th scope="row"><bdi><c:out value="${row.path}"/></bdi></th><td><c:out value="${row.when}"/></td><td><c:out value="${row.what}"/></td><td><bdi><c:out value="${row.caller}"/></bdi></td><td><bdi><c:out value="${row.why}"/></bdi></td></tr>
          </c:forEach>
          </tbody>
        </table>
        </div>
        <c:if test="${home.failed.leftOut > 0}"><p class="none">… and ${home.failed.leftOut} more</p></c:if>
      </c:otherwise>
    </c:choose>
  </section>

  <section class="waiting" aria-labelledby="waiting">
    <h2 id="waiting">Waiting <span class="count">${home.waiting.size}</span></h2>
    <c:choose>
      <c:when test="${home.waiting.size == 0}">
        <p class="none">No one is waiting. To wait for a key, and to signal it from somewhere else:</p>
        <pre>curl -f ${home.signedIn ? "-H @token " : ""}<c:out value="${home.baseUrl}"/>abc
curl ${home.signedIn ? "-H @token " : ""}-X PUT <c:out value="${home.baseUrl}"/>abc</pre>
      </c:when>
      <c:otherwise>
        <div class="scroll">
        <table>
          <thead><tr><th scope="col">Key</th><th scope="col">Since</th><th scope="col">Time left</th><th scope="col">Caller</th><th scope="col">Progress</th></tr></thead>
          <tbody>
          <c:forEach items="${home.waiting.rows}" var="row">
            <tr><th scope="row"><bdi><c:out value="${row.path}"/></bdi></th><td><c:out value="${row.when}"/></td><td><c:out value="${row.what}"/></td><td><bdi><c:out value="${row.caller}"/></bdi></td><td><bdi><c:out value="${row.why}"/></bdi></td></tr>
          </c:forEach>
          </tbody>
        </table>
        </div>
        <c:if test="${home.waiting.leftOut > 0}"><p class="none">… and ${home.waiting.leftOut} more</p></c:if>
      </c:otherwise>
    </c:choose>
  </section>

  <section class="marked" aria-labelledby="marked">
    <h2 id="marked">Ready <span class="count">${home.marked.size}</span></h2>
    <c:choose>
      <c:when test="${home.marked.size == 0}"><p class="none">Nothing is ready yet.</p></c:when>
      <c:otherwise>
        <div class="scroll">
        <table>
          <thead><tr><th scope="col">Key</th><th scope="col">Since</th><th scope="col">Progress</th></tr></thead>
          <tbody>
          <c:forEach items="${home.marked.rows}" var="row">
            <tr><th scope="row"><bdi><c:out value="${row.path}"/></bdi></th><td><c:out value="${row.when}"/></td><td><c:out value="${row.why}"/></td></tr>
          </c:forEach>
          </tbody>
        </table>
        </div>
        <c:if test="${home.marked.leftOut > 0}"><p class="none">… and ${home.marked.leftOut} more</p></c:if>
      </c:otherwise>
    </c:choose>
  </section>

  <section class="happened" aria-labelledby="happened">
    <h2 id="happened">Recent events</h2>
    <c:choose>
      <c:when test="${empty home.happened}"><p class="none">No events yet.</p></c:when>
      <c:otherwise>
        <div class="scroll">
        <table>
          <thead><tr><th scope="col">Key</th><th scope="col">Event</th><th scope="col">Caller</th><th scope="col">Details</th><th scope="col">When</th></tr></thead>
          <tbody>
          <c:forEach items="${home.happened}" var="row">
            <tr><th scope="row"><bdi><c:out value="${row.path}"/></bdi></th><td><c:out value="${row.what}"/></td><td><bdi><c:out value="${row.caller}"/></bdi></td><td><bdi><c:out value="${row.why}"/></bdi></td><td><c:out value="${row.when}"/></td></tr>
          </c:forEach>
          </tbody>
        </table>
        </div>
      </c:otherwise>
    </c:choose>
  </section>
  <c:if test="${not empty home.store}">
  <section class="nodes" aria-labelledby="nodes">
    <h2 id="nodes">Nodes <span class="count">${home.nodes.size()}</span></h2>
    <div class="scroll">
    <table>
      <thead><tr><th scope="col">Node</th><th scope="col">Seen</th><th scope="col">Waits</th><th scope="col">Note</th></tr></thead>
      <tbody>
      <c:forEach items="${home.nodes}" var="row">
        <tr><th scope="row"><bdi><c:out value="${row.path}"/></bdi></th><td><c:out value="${row.when}"/></td><td><c:out value="${row.what}"/></td><td><c:out value="${row.why}"/></td></tr>
      </c:forEach>
      </tbody>
    </table>
    </div>
    <p class="none"><bdi><c:out value="${home.store}"/></bdi></p>
  </section>
  </c:if>
</main>
</body>
</html>
