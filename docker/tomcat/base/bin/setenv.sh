# Read by catalina.sh. CATALINA_OPTS and JAVA_OPTS of the container are kept.
CATALINA_OPTS="-Drendezvous.port=${RENDEZVOUS_PORT:-8080} -Djava.security.properties=$CATALINA_BASE/conf/java.security $CATALINA_OPTS"
