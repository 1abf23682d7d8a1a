# The service in one container: docker build -t powermap . && docker run -p 8000:8000 -v powermap:/data powermap
FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/bootstrap.lock requirements/bootstrap.lock
RUN pip install --require-hashes -r requirements/bootstrap.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY app app
COPY graph graph
COPY cypher cypher
RUN pip wheel --no-deps --no-build-isolation --wheel-dir wheels .

FROM python:3.12-slim
ENV PIP_NO_CACHE_DIR=1
WORKDIR /srv/powermap
COPY requirements/run.lock requirements/run.lock
RUN pip install --require-hashes -r requirements/run.lock
COPY --from=build /build/wheels wheels
RUN pip install --no-deps wheels/powermap-*.whl
RUN powermap warm-up && useradd --system --create-home --uid 10001 powermap && install -d -o powermap -g powermap /data
USER 10001
WORKDIR /data
ENV POWERMAP_STORE=embedded:/data/store
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
CMD ["powermap", "serve", "--host", "0.0.0.0"]
