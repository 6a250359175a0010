"""The words of the sample courses; every page labels them as illustrative data."""

from dataclasses import dataclass
from typing import Any

from courses.choices import Form


@dataclass(frozen=True)
class Sample:
    """One sample course with one session; days are counted from the day it is loaded."""

    course: dict[str, Any]
    session: dict[str, Any]
    topics: tuple[str, ...]
    form: str
    capacity: int
    starts_in: int
    days: int
    opens_in: int
    closes_in: int
    meetings: tuple[str, ...]
    room: str
    periods: int
    is_open: bool = True
    enrolled: int = 0


AMC = {
    "organisers_vi": "Học viện Cán bộ quản lý xây dựng và đô thị (AMC)",
    "organisers_en": "Academy of Managers for Construction and Cities (AMC)",
    "organisers_ko": "건설도시관리간부학원(AMC)",
}
PEOPLE = (
    "Nguyễn Thị Minh Họa", "Trần Văn Mẫu", "Lê Thị Thí Dụ", "Phạm Văn Ví Dụ", "Hoàng Thị Mẫu",
    "Vũ Văn Minh Họa", "Đặng Thị Thí Dụ", "Bùi Văn Mẫu", "Đỗ Thị Ví Dụ", "Hồ Văn Minh Họa",
    "Ngô Thị Mẫu", "Dương Văn Thí Dụ",
)  # fmt: skip

SAMPLES = (
    Sample(
        course={
            "title_vi": "Tổng quan phát triển đô thị thông minh cho cán bộ quản lý địa phương",
            "title_en": "Smart city development: an overview for local managers",
            "title_ko": "지방 관리자를 위한 스마트시티 개발 개론",
            "summary_vi": "Khung pháp lý, các bước lập đề án và cách chọn mô hình phù hợp với"
            " đặc điểm của từng đô thị.",
            "summary_en": "The legal frame, the steps towards a programme, and how to choose the"
            " model that fits a city's own character.",
            "summary_ko": "법적 체계, 사업계획 수립 단계, 도시 특성에 맞는 모델 선택 방법.",
            "audience_vi": "Lãnh đạo và chuyên viên Sở Xây dựng, Sở Khoa học và Công nghệ, UBND"
            " các cấp",
            "audience_en": "Leaders and specialists of departments of construction and of science"
            " and technology, and of people's committees",
            "audience_ko": "건설국, 과학기술국, 각급 인민위원회의 간부와 실무자",
            "outcomes_vi": "Đọc đúng các văn bản đang còn hiệu lực\n"
            "Lập được khung đề án của địa phương mình\nBiết cách đo kết quả bằng chỉ tiêu",
            "outcomes_en": "Read the texts in force correctly\nDraft the frame of one's own"
            " programme\nMeasure results by indicators",
            "outcomes_ko": "현행 법령의 정확한 이해\n지역 사업계획의 틀 작성\n지표에 의한 성과 측정",
        },
        session={
            **AMC,
            "place_vi": "Hà Nội",
            "place_en": "Hà Nội",
            "place_ko": "하노이",
        },
        topics=("smart-planning", "policy"),
        form=Form.IN_PERSON,
        capacity=30,
        starts_in=45,
        days=2,
        opens_in=-5,
        closes_in=30,
        meetings=(
            "Hệ thống văn bản về đô thị thông minh",
            "Lập đề án: từ nhu cầu đến danh mục dự án",
            "Chọn mô hình theo đặc điểm đô thị",
            "Chỉ tiêu và theo dõi kết quả",
        ),
        room="Phòng 201",
        periods=16,
        enrolled=8,
    ),
    Sample(
        course={
            "title_vi": "Vận hành Trung tâm giám sát, điều hành thông minh (IOC)",
            "title_en": "Running an operations centre (IOC)",
            "title_ko": "도시통합운영센터(IOC) 운영",
            "summary_vi": "Tổ chức ca trực, quy trình xử lý sự cố và chia sẻ dữ liệu giữa các sở.",
            "summary_en": "Shifts, incident procedures and sharing data between departments.",
            "summary_ko": "근무 체계, 사고 대응 절차, 부서 간 데이터 공유.",
            "audience_vi": "Cán bộ vận hành IOC và đầu mối dữ liệu của các sở",
            "audience_en": "IOC operators and data contacts of departments",
            "audience_ko": "IOC 운영자와 부서별 데이터 담당자",
            "outcomes_vi": "Nắm quy trình tiếp nhận và điều phối sự cố\nLập được bảng theo dõi"
            " cho lãnh đạo",
            "outcomes_en": "Know how incidents are received and passed on\nBuild a board for"
            " leaders",
            "outcomes_ko": "사고 접수와 조정 절차 이해\n간부용 현황판 작성",
        },
        session={
            **AMC,
            "place_vi": "Đà Nẵng",
            "place_en": "Đà Nẵng",
            "place_ko": "다낭",
        },
        topics=("operations-centre", "data-platform"),
        form=Form.BLENDED,
        capacity=8,
        starts_in=38,
        days=1,
        opens_in=-12,
        closes_in=20,
        meetings=("Tổ chức và quy trình của IOC", "Thực hành điều phối sự cố"),
        room="Phòng thực hành",
        periods=8,
        enrolled=11,
    ),
    Sample(
        course={
            "title_vi": "Bảo vệ dữ liệu cá nhân và an toàn thông tin cho chính quyền đô thị",
            "title_en": "Personal data and information security for city governments",
            "title_ko": "도시 행정을 위한 개인정보 보호와 정보보안",
            "summary_vi": "Học trực tuyến hai buổi chiều: luật áp dụng, việc phải làm, tình huống.",
            "summary_en": "Two afternoons online: the law that applies, the duties, and cases.",
            "summary_ko": "온라인 오후 2회: 적용 법률, 의무 사항, 사례.",
            "audience_vi": "Công chức phụ trách công nghệ thông tin và pháp chế",
            "audience_en": "Officials in charge of information technology and legal affairs",
            "audience_ko": "정보기술 및 법무 담당 공무원",
            "outcomes_vi": "Nhận biết dữ liệu cá nhân trong hệ thống của mình\nLập danh mục việc"
            " phải làm",
            "outcomes_en": "Find personal data in one's own systems\nList what must be done",
            "outcomes_ko": "자기 시스템 안의 개인정보 식별\n조치 목록 작성",
        },
        session={
            **AMC,
            "place_vi": "Trực tuyến",
            "place_en": "Online",
            "place_ko": "온라인",
        },
        topics=("cybersecurity", "digital-government"),
        form=Form.ONLINE,
        capacity=100,
        starts_in=24,
        days=1,
        opens_in=-3,
        closes_in=14,
        meetings=("Luật và nghĩa vụ", "Tình huống và thực hành"),
        room="https://hoc-truc-tuyen.example/phong-minh-hoa",
        periods=8,
        enrolled=5,
    ),
    Sample(
        course={
            "title_vi": "Dữ liệu không gian và GIS trong quy hoạch đô thị",
            "title_en": "Spatial data and GIS in urban planning",
            "title_ko": "도시계획에서의 공간데이터와 GIS",
            "summary_vi": "Từ bản đồ nền đến cơ sở dữ liệu quy hoạch dùng chung.",
            "summary_en": "From the base map to a shared planning database.",
            "summary_ko": "기본 지도에서 공유 계획 데이터베이스까지.",
            "audience_vi": "Chuyên viên quy hoạch, địa chính, công nghệ thông tin",
            "audience_en": "Specialists in planning, land and information technology",
            "audience_ko": "계획, 토지, 정보기술 실무자",
            "outcomes_vi": "Chuẩn hóa được một lớp dữ liệu quy hoạch\nChia sẻ dữ liệu theo chuẩn mở",
            "outcomes_en": "Bring one planning layer to a standard\nShare data in open formats",
            "outcomes_ko": "계획 데이터 레이어 표준화\n개방형 형식의 데이터 공유",
        },
        session={
            **AMC,
            "place_vi": "TP. Hồ Chí Minh",
            "place_en": "Hồ Chí Minh City",
            "place_ko": "호찌민시",
        },
        topics=("spatial-data", "smart-planning"),
        form=Form.IN_PERSON,
        capacity=25,
        starts_in=96,
        days=2,
        opens_in=40,
        closes_in=80,
        meetings=(
            "Nguồn dữ liệu và hệ tọa độ",
            "Chuẩn hóa lớp dữ liệu quy hoạch",
            "Chia sẻ và công bố dữ liệu",
        ),
        room="Phòng máy 3",
        periods=12,
        is_open=False,
    ),
)
