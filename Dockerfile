# The service in one container, which keeps all it has in /data and writes nowhere else:
#   docker build -t powermap .
#   docker run -p 8000:8000 -v powermap:/data powermap       the first start prints the first admin key, once
# With Neo4j, behind a proxy, on Kubernetes: scripts/operating. A Debian base, since the engine's wheels need glibc 2.34.
FROM python:3.12-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/bootstrap.lock requirements/bootstrap.lock
RUN pip install --require-hashes -r requirements/bootstrap.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY app app
COPY graph graph
COPY cypher cypher
RUN pip wheel --no-deps --no-build-isolation --wheel-dir wheels .

FROM python:3.12-slim-bookworm
ENV PIP_NO_CACHE_DIR=1
WORKDIR /srv/powermap
COPY requirements/run.lock requirements/run.lock
RUN pip install --require-hashes -r requirements/run.lock
COPY --from=build /build/wheels wheels
RUN pip install --no-deps wheels/powermap-*.whl
RUN powermap warm-up && useradd --system --no-create-home --uid 10001 powermap && install -d -o powermap -g powermap /data
USER 10001
WORKDIR /data
ENV HOME=/data XDG_DATA_HOME=/data POWERMAP_STORE=embedded:/data/store POWERMAP_HOST=0.0.0.0
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:%s/health/live' % os.environ.get('POWERMAP_PORT', 8000), timeout=4)"]
CMD ["powermap", "serve"]
