# Sets LISTEN_HOST and LISTEN_PORT from RENDEZVOUS_LISTEN: 8080, 0.0.0.0:8080 or [::]:8080. For any POSIX shell.
# RENDEZVOUS_PORT is not read: Kubernetes sets it for a service of the name rendezvous, to tcp://10.0.0.1:8080.
listen=${RENDEZVOUS_LISTEN:-8080}
if ! printf '%s\n' "$listen" | grep -Eqx '((\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+):)?[0-9]{1,5}'; then
  echo "web-rendezvous: RENDEZVOUS_LISTEN is \"$listen\", but must be a port or an address with a port: 8080, 0.0.0.0:8080, [::]:8080" >&2
  exit 2
fi
LISTEN_PORT=${listen##*:}
LISTEN_HOST=${listen%"$LISTEN_PORT"}
LISTEN_HOST=${LISTEN_HOST%:}
LISTEN_HOST=${LISTEN_HOST#[}
LISTEN_HOST=${LISTEN_HOST%]}
LISTEN_HOST=${LISTEN_HOST:-0.0.0.0}
